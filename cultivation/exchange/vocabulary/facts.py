"""Words for dated facts of firms: one column a fact, by the labels of the standards' vocabulary.

A fact that is added there is known here at once.
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from cultivation.exchange.titles import fold, parse_title
from cultivation.standards.services.facts import entered_by_hand
from cultivation.standards.vocabulary import FACTS, Fact, Kind

from . import firms, left_out
from .entries import Entry, entry

ONLY_FACTS = frozenset({"facts"})
# What of other lists is known here too; where a firm lies is read by, and never stored.
SHARED = ("sequence", "name", "uscc")
LEFT_OUT = ("place", "zone", "town", "personal", "report")
# How cells are read whose unit is looked at before; all others by ``cells.parse_fact`` alone.
KINDS = {Kind.AMOUNT: "money", Kind.COUNT: "count"}


def titles_of(fact: Fact) -> tuple[str, ...]:
    """What a column of ``fact`` may be called: its label, with and without what is in brackets."""
    label = parse_title(fact.text.zh)
    return tuple(dict.fromkeys((fold(fact.text.zh), label.full, label.bare, fold(fact.text.en))))


def _shared() -> list[Entry]:
    known = {one.key: one for one in (*firms.FIELDS, *left_out.FIELDS)}
    return [
        *(replace(known[key], catalogues=ONLY_FACTS) for key in SHARED),
        *(replace(known[key], kind="skip", catalogues=ONLY_FACTS) for key in LEFT_OUT),
    ]


FIELDS: list[Entry] = [
    *_shared(),
    entry(
        "holds_on",
        "date",
        # zh: 所述日期
        _("True on"),
        "所述日期 数据日期 数据截至日期 截至日期 截止日期 统计日期 有效日期 holds_on",
        catalogues=ONLY_FACTS,
    ),
    entry(
        "source",
        "text",
        # zh: 来源
        _("Source"),
        "来源 数据来源 信息来源 资料来源 source",
        catalogues=ONLY_FACTS,
    ),
    entry(
        "checked_on",
        "date",
        # zh: 核查日期
        _("Checked on"),
        "核查日期 核实日期 查询日期 查证日期 checked_on",
        catalogues=ONLY_FACTS,
    ),
    entry(
        "proof",
        "text",
        # zh: 证明材料
        _("Proof"),
        "证明材料 佐证材料 证明 证明文件 佐证 proof",
        catalogues=ONLY_FACTS,
    ),
    *(
        Entry(fact.name, KINDS.get(fact.kind, "fact"), fact.text, titles_of(fact),
              catalogues=ONLY_FACTS)
        for fact in FACTS.values()
        if entered_by_hand(fact)
    ),
]  # fmt: skip
