"""The one navigation, in the order of the work."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.access.models import Role, User
from cultivation.access.permissions import Act, may
from cultivation.pages.columns import Text
from cultivation.portal import labels


@dataclass(frozen=True)
class Item:
    """An entry: its page, and the addresses below ``prefixes`` that belong to it."""

    label: Text
    page: str
    act: Act | None
    prefixes: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """An entry as a page shows it."""

    label: str
    address: str
    current: bool


STAFF = (
    # zh: 工作台
    Item(gettext_lazy("Workbench"), "portal:workbench", Act.SEE, ("/workbench/",)),
    # zh: 企业库
    Item(
        gettext_lazy("Library of firms"),
        "portal:firms",
        Act.SEE,
        ("/firms/", "/figures/", "/events/"),
    ),
    # zh: 认定办理
    Item(
        gettext_lazy("Cases"),
        "portal:cases",
        Act.SEE,
        (
            "/cases/",
            "/batches/",
            "/notices/",
            "/objections/",
            "/certifications/",
            "/certificates/",
            "/upkeep/",
            "/calendar/",
        ),
    ),
    # zh: 标准
    Item(
        gettext_lazy("Standards"),
        "portal:screening",
        Act.SEE,
        ("/screening/", "/standards/", "/self-test/"),
    ),
    # zh: 目标
    Item(gettext_lazy("Targets"), "portal:targets", Act.SEE, ("/targets/", "/published-figures/")),
    # zh: 名单导入
    Item(gettext_lazy("Lists in"), "exchange:imports", Act.SEE, ("/imports/",)),
    # zh: 修订
    Item(gettext_lazy("Journal of changes"), "portal:journal", Act.SEE, ("/journal/",)),
    Item(
        # zh: 系统
        gettext_lazy("Administration"),
        "admin:index",
        Act.SEE,
        ("/admin/", "/officers/", "/access-log/"),
    ),
)
# Experts see what they score, and what is public.
EXPERT = (
    # zh: 评审
    Item(gettext_lazy("Scoring"), "portal:scoring", Act.SCORE, ("/scoring/",)),
)
PUBLIC = (
    # zh: 首页
    Item(gettext_lazy("Home"), "portal:home", None, ()),
    # zh: 公示
    Item(gettext_lazy("Public notices"), "portal:notices", None, ("/notices/",)),
    # zh: 证书查验
    Item(gettext_lazy("Check a certificate"), "portal:verify", None, ("/verify/",)),
    # zh: 标准
    Item(gettext_lazy("Standards"), "portal:standards", None, ("/standards/",)),
    # zh: 自测
    Item(gettext_lazy("Self-test"), "portal:self-test", None, ()),
    # zh: 接口文档
    Item(gettext_lazy("REST documentation"), "docs", None, ()),
)
# Public pages that staff find under their own entries.
SHARED = ("portal:standards", "portal:self-test", "portal:notices")
ACCOUNT = (
    # zh: 我的账号
    Item(gettext_lazy("Own account"), "portal:account", None, ("/account/",)),
    # zh: 消息
    Item(gettext_lazy("Messages"), "portal:messages", None, ("/messages/",)),
)

# What stands side by side under the last entry of the navigation.
SYSTEM = (
    # zh: 记录与参考数据
    Item(gettext_lazy("Records and reference data"), "admin:index", Act.SEE, ()),
    # zh: 人员
    Item(gettext_lazy("Officers"), "portal:officers", Act.SEE_ACCESS_LOG, ()),
    # zh: 访问日志
    Item(gettext_lazy("Access log"), "portal:access-log", Act.SEE_ACCESS_LOG, ()),
)


def items(user: User | AnonymousUser, path: str) -> list[Shown]:
    """The entries that ``user`` may open; the public ones for everybody else."""
    if may(user, Act.SEE):
        return [_shown(item, path) for item in STAFF if _open(item, user)]
    return [_shown(item, path) for item in (*EXPERT, *PUBLIC) if _open(item, user)]


def address(page: str) -> str:
    """The address of the page of that name; empty where there is none."""
    # merge: `reverse` alone, and no function, once all pages of the navigation are there.
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def account_items(user: User | AnonymousUser, path: str) -> list[Shown]:
    """The entries of the menu under the account's name."""
    if not isinstance(user, User) or not user.has_pages:
        return []
    found = [_shown(item, path) for item in ACCOUNT]
    if may(user, Act.SEE):
        found += [
            _shown(item, path) for item in PUBLIC if item.page not in SHARED and _open(item, user)
        ]
    return found


def system_tabs(user: User | AnonymousUser, path: str) -> list[tuple[str, str, bool]]:
    """The pages of administration that ``user`` may open, as tabs of one another."""
    found = [_shown(item, path) for item in SYSTEM if _open(item, user)]
    return [(one.label, one.address, one.current) for one in found] if len(found) > 1 else []


def scope_in_words(user: User | AnonymousUser) -> str:
    """Whose rows the account sees, as the bar says it."""
    if not isinstance(user, User):
        return ""
    if user.zone:
        # zh: %(place)s · 仅见本区企业
        return _("%(place)s · own firms only") % {"place": labels.name(user.zone)}
    if user.district:
        return _("%(place)s · own firms only") % {"place": labels.name(user.district)}
    if user.role == Role.EXPERT:
        # zh: 仅见指派评审的申报
        return _("only what it is given to score")
    return labels.name(user.authority) if user.authority else user.get_role_display()


def _open(item: Item, user: User | AnonymousUser) -> bool:
    return (item.act is None or may(user, item.act)) and bool(address(item.page))


def _shown(item: Item, path: str) -> Shown:
    here = reverse(item.page)
    return Shown(str(item.label), here, path == here or path.startswith(item.prefixes))
