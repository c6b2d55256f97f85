"""The columns of the list of targets. Rows bring their progress and the address of their list."""

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cultivation.pages import shown
from cultivation.pages.columns import Column, State
from cultivation.portal import labels
from cultivation.targets.models import Target
from cultivation.targets.rules import Status
from cultivation.targets.selectors import TargetProgress

STATES: dict[Status, State] = {
    Status.REACHED: "good",
    Status.OPEN: "attention",
    Status.MISSED: "trouble",
}


def told(target: Target) -> TargetProgress:
    """How far ``target`` is, as the list looked it up for its page."""
    found: TargetProgress = getattr(target, "progress")  # noqa: B009
    return found


def state(target: Target) -> str:
    """How a target stands, in a word."""
    if not target.in_force(told(target).as_of):
        # zh: 已撤下
        return gettext("retired")
    return str(told(target).status.label)


def state_colour(target: Target) -> State:
    return STATES[told(target).status] if target.in_force(told(target).as_of) else ""


def published(target: Target) -> str:
    """The newest published figure beside it, with its time and its source."""
    figure = told(target).published
    if figure is None:
        return ""
    sign = "" if figure.op == "=" else figure.op
    return f"{sign}{shown.number(figure.value)}（{figure.as_of}）{figure.source}"


def place(target: Target) -> str:
    """The district, or the whole city."""
    # zh: 全市
    return labels.name(target.district) or gettext("the whole city")


# zh: 家
FIRMS = pgettext_lazy("counted", "firms")
COLUMNS = (
    # zh: 目标
    Column("name", _("Target"), labels.name),
    # zh: 状态
    Column("state", _("State"), state, "state", state=state_colour),
    # zh: 目标值
    Column("value", _("Target value"), lambda row: row.value, "number", unit=FIRMS, order="value"),
    Column(
        # zh: 台账
        "counted", _("In the ledger"), lambda row: told(row).counted, "number", unit=FIRMS,
        link=lambda row: row.list_address,
    ),
    # zh: 完成
    Column("percent", _("Reached"), lambda row: told(row).percent, "number", unit="%"),
    # zh: 完成期限
    Column("due", _("Due on"), lambda row: row.due_on, "day", order="due_on"),
    Column(
        # zh: 到期日台账
        "on_due", _("In the ledger on the due day"), lambda row: told(row).counted_on_due, "number",
        unit=FIRMS,
    ),
    # zh: 公布数
    Column("published", _("Published"), published, exported_only=True),
    # zh: 范围
    Column("place", _("Place"), place),
    # zh: 口径
    Column("measure", _("Measure"), lambda row: row.get_measure_display()),
    # zh: 文件
    Column("document", _("Document"), lambda row: row.document, exported_only=True),
    # zh: 来源
    Column("source", _("Source"), lambda row: row.source, exported_only=True),
    # zh: 备注
    Column("note", _("Note"), lambda row: row.note, exported_only=True),
    # zh: 撤下日期
    Column("gone", _("Retired on"), lambda row: row.retired_on, "day", exported_only=True),
    # zh: 代码
    Column("code", _("Code"), lambda row: row.code, "code", exported_only=True),
)  # fmt: skip
