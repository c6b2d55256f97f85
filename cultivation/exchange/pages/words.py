"""An import in words: what it is, where it stands, what came of its rows."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cultivation.exchange.models import Import, State
from cultivation.exchange.rows import Kind
from cultivation.ladders.models import Tier
from cultivation.pages.columns import State as Colour
from cultivation.pages.shown import number


@dataclass(frozen=True)
class Tile:
    """A kind of row with how many there are."""

    kind: str
    label: str
    count: int
    colour: Colour


def kinds() -> dict[str, tuple[str, Colour]]:
    """The kinds of rows in words, in the order of a preview, with their colours."""
    return {
        # zh: 新建
        Kind.CREATE: (_("new"), "info"),
        # zh: 更新
        Kind.UPDATE: (_("updated"), "info"),
        # zh: 无变化
        Kind.SAME: (_("no change"), ""),
        # zh: 重复行
        Kind.DUPLICATE: (_("repeated"), ""),
        # zh: 待选择
        Kind.CHOOSE: (_("to choose"), "attention"),
        # zh: 有误
        Kind.ERROR: (_("with errors"), "trouble"),
    }


def tiles(importing: Import) -> list[Tile]:
    """How many rows of each kind there are."""
    counts = importing.counts
    return [
        Tile(str(kind), label, counts.get(kind, 0), colour if counts.get(kind) else "")
        for kind, (label, colour) in kinds().items()
    ]


def in_order(counts: dict[str, Any]) -> int:
    """The rows that a confirmation takes: all but errors, unclear and repeated ones."""
    return int(sum(counts.get(kind, 0) for kind in (Kind.CREATE, Kind.UPDATE, Kind.SAME)))


def tier_name(tier: Tier, *, short: bool = False) -> str:
    """The name of ``tier`` in the language of the page; only the Chinese has a short one."""
    if (get_language() or "").startswith("en"):
        return str(tier.name_en)
    return str(tier.short_name if short else tier.name_zh)


def what(importing: Import, tier: Tier | None = None) -> str:
    """What kind of list it is: of firms, of facts, or which tier and batch."""
    if importing.kind != "list":
        return str(importing.get_kind_display())
    name = importing.tier_code
    if tier:
        name = tier_name(tier, short=True)
    return f"{name} · {importing.options.get('batch', '')}"


def headline(importing: Import) -> str:
    """What a preview has found, in one sentence."""
    counts = importing.counts
    rows = number(counts.get("rows", 0))
    errors, unclear = counts.get("error", 0), counts.get("choose", 0)
    parts = []
    if errors:
        # zh: %(n)s 行有误
        parts.append(ngettext("%(n)s row with errors", "%(n)s rows with errors", errors)
                     % {"n": number(errors)})  # fmt: skip
    if unclear:
        # zh: %(n)s 行待选择
        parts.append(ngettext("%(n)s row to choose", "%(n)s rows to choose", unclear)
                     % {"n": number(unclear)})  # fmt: skip
    if not parts:
        if not in_order(counts):
            # zh: %(rows)s 行，没有可导入的行
            return _("%(rows)s rows, none of which can be imported") % {"rows": rows}
        # zh: %(rows)s 行，全部可导入
        return _("%(rows)s rows, all can be imported") % {"rows": rows}
    # zh: 、
    words = {"rows": rows, "found": _(", ").join(parts)}
    if not in_order(counts):
        # zh: %(rows)s 行，%(found)s，没有可导入的行
        return _("%(rows)s rows: %(found)s; none can be imported") % words
    # zh: %(rows)s 行，%(found)s，其余可导入
    return _("%(rows)s rows: %(found)s; the rest can be imported") % words


def stage(importing: Import) -> str:
    """What is being done, in words."""
    stages = {
        # zh: 等待其他导入完成
        "wait": _("waiting for another import"),
        # zh: 正在读取文件
        "read": _("reading the file"),
        # zh: 正在核对各行
        "check": _("checking rows"),
        # zh: 正在匹配企业
        "match": _("matching firms"),
        # zh: 正在整理预览
        "show": _("preparing the preview"),
        # zh: 正在写入
        "write": _("writing"),
        # zh: 正在撤销
        "undo": _("undoing"),
    }
    # zh: 正在开始
    text = stages.get(importing.stage, _("starting"))
    if importing.total and importing.done:
        return f"{text} {number(importing.done)} / {number(importing.total)}"
    return text


COLOURS: dict[str, Colour] = {
    State.DONE: "good",
    State.READY: "attention",
    State.MAPPING: "attention",
    State.REFUSED: "trouble",
    State.FAILED: "trouble",
    State.UNDONE: "",
    State.CANCELLED: "",
}


def colour(importing: Import) -> Colour:
    """The colour of its state."""
    return COLOURS.get(importing.state, "info")
