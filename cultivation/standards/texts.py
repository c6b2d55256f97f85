"""Texts that a standard, its facts and an assessment are made of, in both languages at once.

They are not gettext strings: standards are data, and an assessment that is kept must read the same
in ten years, whatever the catalogue says then.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese and English; as a string it is in the language of the page."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh

    def __mod__(self, values: "dict[str, Text | str]") -> "Text":
        """The text with its ``%(name)s`` filled in, each language by its own."""
        zh = {k: v.zh if isinstance(v, Text) else v for k, v in values.items()}
        en = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
        return Text(self.zh % zh, self.en % en)

    def as_dict(self) -> dict[str, str]:
        """The text as it stands in JSON."""
        return {"zh": self.zh, "en": self.en}

    @classmethod
    def of(cls, written: dict[str, str]) -> "Text":
        """The text that JSON writes."""
        return cls(written["zh"], written["en"])


def listed(texts: Iterable[Text]) -> Text:
    """Texts one after the other."""
    found = list(texts)
    return Text("、".join(one.zh for one in found), ", ".join(one.en for one in found))
