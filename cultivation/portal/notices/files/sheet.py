"""What the published list of a notice says: nothing that is not public, in Chinese as it is."""

import datetime as dt
import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from cultivation.certification.models import Notice

# Changes whenever the layout does: browsers then fetch the file anew.
LAYOUT = 1
HEAD = ("序号", "企业名称", "所属区")


@dataclass(frozen=True)
class Sheet:
    """A published list. ``rows`` are number, name and district of each firm, in frozen order."""

    title: str
    number: str
    window: str
    objecting: str
    authority: str
    day: str
    published_on: str
    rows: tuple[tuple[str, str, str], ...]

    @property
    def mark(self) -> str:
        """A mark that changes with anything that the list says, or how."""
        said = json.dumps([LAYOUT, asdict(self)], ensure_ascii=False)
        return sha256(said.encode()).hexdigest()[:32]


def sheet_of(notice: Notice) -> Sheet:
    """The list of ``notice`` (with its tier, ladder and authority) as it was published."""
    rows = notice.rows.order_by("position").values_list("position", "name", "district__name_zh")
    first, last = in_chinese(notice.published_on), in_chinese(notice.last_day)
    return Sheet(
        title=notice.title,
        number=f"公示编号：{notice.number}",
        window=f"公示期：{first}至{last}，共{notice.days}个工作日",
        objecting=notice.contact,
        authority=notice.tier.ladder.authority.name_zh,
        day=first,
        published_on=notice.published_on.isoformat(),
        rows=tuple((str(n), name, district or "") for n, name, district in rows),
    )


def in_chinese(day: dt.date) -> str:
    """``2026-06-15`` as 2026年6月15日."""
    return f"{day.year}年{day.month}月{day.day}日"
