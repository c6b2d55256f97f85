"""Which firm does a row mean? By credit code, else by name if exactly one fits.

The folded name never decides alone: where it fits several firms, or where code and name point to
different firms, the row is unclear, and says which firms it may mean.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from cultivation.exchange import bulk
from cultivation.firms import names
from cultivation.firms.models import Firm, FirmName


@dataclass(slots=True, eq=False)
class Known:
    """A firm as matching sees it: on file, or about to be (``pk`` None).

    ``row`` is where the list brings it, for a firm that is not on file.
    """

    pk: int | None
    uscc: str | None
    name: str
    names: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    row: str = ""

    @property
    def key(self) -> str:
        """What a person's choice of this firm is kept as."""
        return f"firm:{self.pk}" if self.pk else f"row:{self.row}"

    def __str__(self) -> str:
        # zh: 代码待补
        code = self.uscc or _("code pending")
        return f"{self.name} ({code})"


class Unclear(Exception):
    """A row may mean several firms: ``candidates``.

    ``by_code``: its code belongs to another firm than its name does.
    """

    def __init__(self, candidates: Iterable[Known], *, by_code: bool) -> None:
        super().__init__("unclear")
        self.candidates = tuple(dict.fromkeys(candidates))
        self.by_code = by_code


class Matcher:
    """Finds firms by code and name among those on file and those the list itself brings."""

    def __init__(self, codes: Iterable[str], keys: Iterable[str]) -> None:
        """Load, in three queries, every firm that one of ``codes`` or ``keys`` could mean."""
        self.by_code: dict[str, Known] = {}
        self.by_key: dict[str, list[Known]] = {}
        named = FirmName.objects.filter(key__in=bulk.texts(keys)).values_list("firm_id", flat=True)
        fitting = Q(uscc__in=bulk.texts(codes)) | Q(pk__in=bulk.numbers(named))
        found = {
            pk: Known(pk, code, name)
            for pk, code, name in Firm.objects.filter(fitting).values_list("pk", "uscc", "name")
        }
        self.pks = list(found)
        held = FirmName.objects.filter(firm__in=bulk.numbers(self.pks))
        for pk, name, key in held.values_list("firm_id", "name", "key"):
            found[pk].names.add(name)
            found[pk].keys.add(key)
        for known in found.values():
            self._index(known)

    def _index(self, known: Known) -> None:
        if known.uscc:
            self.by_code[known.uscc] = known
        for key in known.keys:
            self.by_key.setdefault(key, []).append(known)

    def add(self, code: str | None, name: str, row: str) -> Known:
        """A firm that the list brings at ``row``: later rows of the list may mean it."""
        known = Known(None, code, name, {name}, {names.key(name)}, row)
        self._index(known)
        return known

    def give_code(self, known: Known, code: str) -> None:
        """A pending code has come."""
        known.uscc = code
        self.by_code[code] = known

    def find(self, code: str | None, name: str | None) -> Known | None:
        """The firm that ``code`` and ``name`` mean; None when there is none yet. Raises Unclear."""
        fitting = self.by_key.get(names.key(name), []) if name else []
        if code is None:
            return self._one(fitting)
        known = self.by_code.get(code)
        if known is not None:
            if name and names.key(name) not in known.keys:
                raise Unclear([known, *fitting], by_code=True)
            return known
        pending = [one for one in fitting if one.uscc is None]
        same_name = [one for one in fitting if one.uscc and name in one.names]
        if same_name:
            raise Unclear(same_name, by_code=True)
        if pending:
            return self._one(fitting)
        # No firm of this code, and the names that come near belong to firms with other codes:
        # two firms, though their names may differ in the width of a bracket only.
        return None

    @staticmethod
    def _one(fitting: list[Known]) -> Known | None:
        if len(fitting) > 1:
            raise Unclear(fitting, by_code=False)
        return fitting[0] if fitting else None
