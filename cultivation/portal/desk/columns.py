"""The columns of the queue; further ones stand in its exports only (推荐汇总表, FACTS 11.5)."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.certification.flow.states import CLOSED, Doing
from cultivation.certification.models import Act, Application, SiteVisit
from cultivation.clock import local, today
from cultivation.firms.models import FirmIndustry
from cultivation.firms.querysets import on
from cultivation.pages import shown
from cultivation.pages.columns import Column, State
from cultivation.portal import labels
from cultivation.portal.desk.parties import NEAR
from cultivation.portal.firms.listing import place
from cultivation.portal.judging.words import word
from cultivation.standards.engine.results import Result

STATES: dict[str, State] = {
    "certified": "good",
    "returned": "attention",
    "returned_to_district": "attention",
    "objected": "trouble",
    "refused": "trouble",
    "not_recommended": "trouble",
    "draft": "",
    "withdrawn": "",
}
RESULTS: dict[str, State] = {
    "met": "good", "not_met": "trouble", "missing": "attention", "person": "info",
}  # fmt: skip


def tier_and_kind(row: Application) -> str:
    """The tier; a renewal says so."""
    tier = labels.short_name(row.tier)
    # zh: %(tier)s · 复核
    return tier if row.kind == "new" else gettext("%(tier)s, renewal") % {"tier": tier}


def days_here(row: Application) -> int | None:
    """For how many days the case has been in its stage; None when it is closed."""
    return None if row.state in CLOSED else (today() - local(row.since).date()).days


def due_words(row: Application) -> str:
    """The last day of the stage, with a word when it is near or past."""
    if row.due_on is None or row.state in CLOSED:
        return ""
    left = (row.due_on - today()).days
    if left < 0:
        # zh: %(day)s 逾期 %(n)s 天
        return gettext("%(day)s, %(n)s days late") % {"day": row.due_on, "n": -left}
    if left == 0:
        # zh: %(day)s 今天到期
        return gettext("%(day)s, today") % {"day": row.due_on}
    if row.due_on <= today() + NEAR:
        # zh: %(day)s 剩 %(n)s 天
        return gettext("%(day)s, %(n)s days left") % {"day": row.due_on, "n": left}
    return row.due_on.isoformat()


def due_colour(row: Application) -> State:
    if row.due_on is None or row.due_on > today() + NEAR:
        return ""
    return "trouble" if row.due_on < today() else "attention"


def holder(row: Application) -> str:
    """Who has taken it."""
    one = row.assigned_to
    return one.shown_name if one else ""


def computed(row: Any) -> str:
    """What the assessment that is kept with it found."""
    return word(Result(row.computed)) if row.computed else ""


# --- what only exports have ---


def told(row: Any) -> dict[str, Any]:
    """What the export was prepared with."""
    found: dict[str, Any] = row.told
    return found


def fact(name: str) -> Callable[[Any], Any]:
    """The value of a fact of the kept assessment."""

    def value(row: Any) -> Decimal | str | None:
        text = told(row)["facts"].get(name)
        return None if text is None else Decimal(str(text))

    return value


def share(part: str, whole: str) -> Callable[[Any], str]:
    """One fact in percent of another one."""
    return lambda row: shown.percent(fact(part)(row), fact(whole)(row))


def score(row: Any) -> str:
    """The points of the score table of the kept assessment; a span where facts are missing."""
    for one in _criteria(told(row)["result"].get("criteria", [])):
        if found := one.get("score"):
            least, most = found["least"], found["most"]
            return str(least) if least == most else f"{least}–{most}"
    return ""


def _criteria(found: list[Any]) -> Iterator[dict[str, Any]]:
    for one in found:
        yield one
        yield from _criteria(one.get("criteria", []))


def prepare_export(rows: list[Any]) -> list[Any]:
    """``rows`` (with their assessments) with what the exported columns tell of them."""
    ids, firms = [row.pk for row in rows], [row.firm_id for row in rows]
    industries = dict(
        FirmIndustry.objects.filter(on(today()), firm__in=firms).values_list(
            "firm_id", "industry_id"
        )
    )
    visits = {
        one.application_id: one.get_conclusion_display()
        for one in SiteVisit.objects.filter(application__in=ids).order_by("visited_on", "pk")
    }
    acts = Act.objects.filter(application__in=ids, doing=Doing.RECOMMEND).order_by("pk")
    opinions = dict(acts.values_list("application_id", "opinion"))
    for row in rows:
        row.told = {
            "facts": row.assessment.facts if row.assessment else {},
            "result": row.assessment.result if row.assessment else {},
            "industry": industries.get(row.firm_id, ""),
            "visit": visits.get(row.pk, ""),
            "opinion": opinions.get(row.pk, ""),
        }
    return rows


def _exported(key: str, label: Any, value: Callable[[Any], Any], **further: Any) -> Column:
    return Column(key, label, value, exported_only=True, **further)


# zh: 万元
MONEY = _("10,000 yuan")
COLUMNS = (
    # zh: 企业名称
    Column("firm", _("Name of the firm"), lambda row: row.firm.name, "narrow", order="firm__name"),
    # zh: 统一社会信用代码
    _exported("uscc", _("Credit code"), lambda row: row.firm.uscc, kind="code"),
    Column("district", _("District"), lambda row: place(row.firm), "narrow"),
    Column("tier", _("Tier"), tier_and_kind, "narrow", order="tier"),
    # zh: 事项
    _exported("kind", _("Kind"), lambda row: row.get_kind_display()),
    # zh: 办理状态
    Column(
        "state", _("State"), lambda row: row.get_state_display(), "state",
        state=lambda row: STATES.get(row.state, "info"), order="state",
    ),
    Column("batch", _("Batch"), lambda row: row.batch.name, "narrow", order="batch__name"),
    # zh: 本环节天数
    Column("since", _("Days in this stage"), days_here, "number", order="since"),
    # zh: 办理期限
    Column("due", _("Due on"), due_words, "state", state=due_colour, order="due_on"),
    # zh: 经办人
    Column("taken", _("Taken by"), holder, "narrow"),
    # zh: 测评
    Column(
        "computed", _("Assessment"), computed, "state",
        state=lambda row: RESULTS.get(row.computed or "", ""),
    ),
    _exported("filed", _("Filed on"), lambda row: row.filed_on, kind="day"),
    # zh: 行业代码
    _exported("industry", _("Industry code"), lambda row: told(row)["industry"], kind="code"),
    # zh: 从事细分市场年限
    _exported("segment", _("Years in the segment"), fact("segment_years")),
    # zh: 营业收入
    _exported("revenue", _("Revenue"), fact("revenue_y1"), kind="money", unit=MONEY),
    # zh: 主营占比
    _exported("main", _("Main business, share"), share("main_revenue_y1", "revenue_y1")),
    # zh: 研发费用
    _exported("rd", _("R&D expense"), fact("rd_expense_y1"), kind="money", unit=MONEY),
    # zh: 研发占比
    _exported("rd_share", _("R&D, share of revenue"), share("rd_expense_y1", "revenue_y1")),
    # zh: Ⅰ类知识产权数
    _exported("ip", _("Class I intellectual property"), fact("ip_class1_y1"), kind="number"),
    # zh: 得分
    _exported("score", _("Score"), score),
    # zh: 实地核查结论
    _exported("visit", _("Result of the site visit"), lambda row: told(row)["visit"]),
    # zh: 推荐意见
    _exported("opinion", _("Opinion of the district"), lambda row: told(row)["opinion"]),
)  # fmt: skip
