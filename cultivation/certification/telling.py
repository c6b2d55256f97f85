"""Who is told of an act: those whose turn it is now, and those who waited for it.

One message for an account and an act, with the number of cases; flat for a thousand of them. It
names firms and tiers and says what to do, nothing else of the file.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cultivation.access.models import Role, User
from cultivation.access.services.messages import Letter, tell_each
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.models import Act, Scoring
from cultivation.certification.services.acting import Row
from cultivation.clock import today
from cultivation.firms.models import Residence
from cultivation.firms.querysets import on
from cultivation.journal.services import current_revision

DISTRICT, BUREAU, FILER, EXPERTS = "district", "bureau", "filer", "experts"
NAMED = 10  # firms that a message names; it counts the others
# Pages of the desk; the desk knows what waits for whom.
DESK, CASE, SCORING = "/cases/", "/cases/{}/", "/scoring/"


@dataclass(frozen=True)
class Told:
    """Who is told when an application comes into a state by an act, and what they are to do."""

    whom: tuple[str, ...]
    what: Promise


# By the act, else by the state that it led to.
BY_DOING: dict[Doing, Told] = {
    # zh: 请评审打分
    Doing.SEND_TO_EXPERTS: Told((EXPERTS,), gettext_lazy("please score")),
    # zh: 公示期间收到异议，待核查
    Doing.OBJECT: Told((BUREAU, DISTRICT), gettext_lazy("an objection is to be looked into")),
    # zh: 重新办理，待市级审核
    Doing.REOPEN: Told((BUREAU, DISTRICT), gettext_lazy("taken up again, with the bureau")),
    # zh: 因企业变更终止办理
    Doing.CLOSE: Told((FILER, DISTRICT), gettext_lazy("closed, the firm has changed")),
}
BY_STATE: dict[State, Told] = {
    # zh: 待区级审核
    State.SUBMITTED: Told((DISTRICT,), gettext_lazy("waits for the review of the district")),
    # zh: 待市级审核
    State.RECOMMENDED: Told((BUREAU,), gettext_lazy("waits for the review of the bureau")),
    State.RETURNED_TO_DISTRICT: Told(
        (DISTRICT,),
        # zh: 市级已退回，请核实补正后重新推荐
        gettext_lazy("returned by the bureau: complete it and recommend it again"),
    ),
    # zh: 已退回，请补正后重新提交
    State.RETURNED: Told((FILER,), gettext_lazy("returned: complete it and submit it again")),
    # zh: 不予推荐
    State.NOT_RECOMMENDED: Told((FILER,), gettext_lazy("not recommended")),
    # zh: 已认定
    State.CERTIFIED: Told((DISTRICT,), gettext_lazy("certified")),
    # zh: 不予认定
    State.REFUSED: Told((DISTRICT,), gettext_lazy("not certified")),
}


def tell_of_acts(rows: list[Row]) -> None:
    """Tell everybody concerned of the acts of ``rows``, which are all of one kind.

    Whoever did it is not told.
    """
    groups: dict[Told, list[Row]] = defaultdict(list)
    for row in rows:
        told = _told(row)
        if told is not None:
            groups[told].append(row)
    if not groups:
        return
    revision = current_revision().pk
    letters = []
    with translation.override(settings.LANGUAGE_CODE):
        for told, told_rows in groups.items():
            found: dict[int, dict[int, Row]] = defaultdict(dict)
            for whom in told.whom:
                for row, account in READERS[whom](told_rows):
                    assert row.act is not None
                    if account != row.act.actor_id:
                        found[account][row.application.pk] = row
            letters += [
                _letter(account, list(cases.values()), told, revision)
                for account, cases in found.items()
            ]
    tell_each(letters)


def _told(row: Row) -> Told | None:
    act = row.act
    if act is None or act.doing == Doing.REVIEW_AGAIN:
        return None  # the bureau's own step back
    told = BY_DOING.get(Doing(act.doing))
    return told or (BY_STATE.get(State(act.to_state)) if act.from_state != act.to_state else None)


def _letter(account: int, rows: list[Row], told: Told, revision: int) -> Letter:
    first = rows[0]
    assert first.act is not None
    lines = [
        f"{row.application.firm.name}（{row.application.tier.name_zh}）" for row in rows[:NAMED]
    ]
    if len(rows) == 1:
        # zh: %(firm)s：%(what)s
        subject = _("%(firm)s: %(what)s") % {"firm": lines[0], "what": told.what}
    else:
        # zh: %(n)s 件申报：%(what)s
        subject = ngettext("%(n)s application: %(what)s", "%(n)s applications: %(what)s", len(rows))
        subject = subject % {"n": len(rows), "what": told.what}
    if len(rows) > NAMED:
        # zh: …… 等 %(n)s 家
        lines.append(_("… %(n)s in all") % {"n": len(rows)})
    # The subject says it all of a single one.
    body = "\n".join(lines) if len(rows) > 1 else ""
    return Letter(
        account,
        f"{first.act.doing}.{revision}.{first.application.pk}",
        subject,
        body,
        _address(rows, told),
    )


def _address(rows: list[Row], told: Told) -> str:
    if EXPERTS in told.whom:
        return SCORING
    return CASE.format(rows[0].application.pk) if len(rows) == 1 else DESK


Pairs = Iterable[tuple[Row, int]]


def _districts(rows: list[Row]) -> Pairs:
    """The officers of the firms' districts; one of a zone for the firms of that zone."""
    homes = {
        firm: (district, zone)
        for firm, district, zone in Residence.objects.filter(
            on(today()), firm__in={row.application.firm_id for row in rows}, outside=False
        ).values_list("firm_id", "district_id", "zone_id")
    }
    officers = defaultdict(list)
    for pk, district, zone in User.objects.filter(
        role=Role.DISTRICT, is_active=True, district__in={home[0] for home in homes.values()}
    ).values_list("pk", "district_id", "zone_id"):
        officers[district].append((pk, zone))
    for row in rows:
        home = homes.get(row.application.firm_id)
        for pk, own in officers[home[0]] if home else ():
            if home and own in (None, home[1]):
                yield row, pk


def _bureau(rows: list[Row]) -> Pairs:
    """The staff of the authority of each ladder."""
    staff = defaultdict(list)
    authorities = {row.application.tier.ladder.authority_id for row in rows}
    for pk, authority in User.objects.filter(
        role=Role.BUREAU, is_active=True, authority__in=authorities
    ).values_list("pk", "authority_id"):
        staff[authority].append(pk)
    for row in rows:
        for pk in staff[row.application.tier.ladder.authority_id]:
            yield row, pk


def _filers(rows: list[Row]) -> Pairs:
    """Whoever submitted it last; whoever opened it where nobody has."""
    acts = Act.objects.filter(
        application__in=[row.application.pk for row in rows],
        doing__in=[Doing.OPEN, Doing.SUBMIT, Doing.RESUBMIT],
        actor__isnull=False,
    )
    filers = dict(acts.order_by("id").values_list("application_id", "actor_id"))
    for row in rows:
        if row.application.pk in filers:
            yield row, filers[row.application.pk]


def _experts(rows: list[Row]) -> Pairs:
    """The experts who have not scored it yet."""
    by_case = {row.application.pk: row for row in rows}
    waiting = Scoring.objects.filter(
        application__in=by_case, scored_on=None, conflict=False, assigned_on=today()
    )
    for application, expert in waiting.values_list("application_id", "expert_id"):
        yield by_case[application], expert


READERS = {DISTRICT: _districts, BUREAU: _bureau, FILER: _filers, EXPERTS: _experts}
