"""Names of files as they are kept: pure."""

import re
import unicodedata

from cultivation.certification.files.kinds import Kind

LONGEST = 120
_NOT_IN_A_NAME = re.compile(r'[<>:"|?*]+')


def kept_name(name: str, kind: Kind) -> str:
    """What a file that was sent as ``name`` is called from now on: no folders, no control signs,
    and with an ending that fits its content."""
    last = re.split(r"[\\/]", name)[-1]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    plain = _NOT_IN_A_NAME.sub(" ", unicodedata.normalize("NFC", plain)).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and ending.lower() in kind.endings:
        return f"{stem.strip(' .')[:LONGEST] or kind.name}.{ending.lower()}"
    return f"{plain[:LONGEST] or kind.name}.{kind.endings[0]}"
