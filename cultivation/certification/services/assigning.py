"""Cases are taken by who handles them, and handed back."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.certification.flow.cases import Party
from cultivation.certification.flow.states import (
    OPEN,
    WITH_BUREAU,
    WITH_DISTRICT,
    WITH_FIRM,
    State,
)
from cultivation.certification.models import Application
from cultivation.certification.selectors.cases import person_of
from cultivation.problems import Problem

WHOSE_TURN = {
    **dict.fromkeys(WITH_FIRM, Party.FILER),
    **dict.fromkeys(WITH_DISTRICT, Party.DISTRICT),
    **dict.fromkeys(WITH_BUREAU, Party.BUREAU),
}


@dataclass(frozen=True)
class Taken:
    """What became of it: the cases that changed hands, and those that were so already."""

    changed: list[Application]
    unchanged: list[Application]


def take(*, applications: Collection[int], actor: User, from_others: bool = False) -> Taken:
    """``actor`` takes ``applications`` (ids that it sees): all of them, or none.

    Parameters: ``from_others`` (also what another account has taken). Raises Problem
    ``not_yours`` (403: it is another party's turn), ``case_closed``, ``taken_by_another`` (with
    ``holders``, the names of who has them).
    """
    locked = _locked(applications)
    for one in locked:
        _check_turn(one, actor)
    others = [one for one in locked if one.assigned_to_id not in (None, actor.pk)]
    if others and not from_others:
        holders = sorted({_name(one.assigned_to) for one in others})
        # zh: 其中 %(n)s 件已由 %(who)s 领办；确需转由您办理的，请确认。
        message = _("%(n)s of them are with %(who)s; confirm that you take them over.")
        # zh: 、
        names = {"n": len(others), "who": _(", ").join(holders)}
        raise Problem("taken_by_another", message % names, status=409, holders=holders)
    return _assign(locked, actor)


def hand_back(*, applications: Collection[int], actor: User) -> Taken:
    """Nobody has ``applications`` (ids that the actor sees) any longer; others can take them.

    Raises Problem ``not_yours`` (403), ``case_closed``, ``taken_by_another`` (another has it).
    """
    locked = _locked(applications)
    for one in locked:
        _check_turn(one, actor)
        if one.assigned_to_id not in (None, actor.pk):
            # zh: “%(firm)s”由 %(who)s 领办，只能由其本人退回；您也可以先转由自己领办。
            message = _("“%(firm)s” is with %(who)s, who hands it back; or take it over first.")
            names = {"firm": one.firm.name, "who": _name(one.assigned_to)}
            raise Problem("taken_by_another", message % names, status=409)
    return _assign(locked, None)


def release(account: User) -> int:
    """Whoever leaves has no cases any longer: others can take them. Returns how many they were."""
    rows = Application.objects.select_for_update().filter(assigned_to=account, state__in=OPEN)
    return len(_assign(list(rows.order_by("pk")), None).changed)


def _locked(applications: Collection[int]) -> list[Application]:
    rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=applications)
    related = ("firm", "tier__ladder", "assigned_to")
    return list(rows.select_related(*related).order_by("pk"))


def _check_turn(one: Application, actor: User) -> None:
    if not one.is_open:
        # zh: “%(firm)s”的申报已办结，无需领办。
        message = _("The application of “%(firm)s” is closed; nobody needs to take it.")
        raise Problem("case_closed", message % {"firm": one.firm.name}, status=409)
    if WHOSE_TURN[State(one.state)] not in person_of(actor, one.tier).parties:
        # zh: “%(firm)s”现为“%(state)s”，不由您的账号办理。
        message = _("“%(firm)s” is “%(state)s” now: not for your account to handle.")
        names = {"firm": one.firm.name, "state": one.get_state_display()}
        raise Problem("not_yours", message % names, status=403)


def _assign(rows: list[Application], account: User | None) -> Taken:
    wanted = account.pk if account else None
    changed = [one for one in rows if one.assigned_to_id != wanted]
    for one in changed:
        one.assigned_to = account
    Application.objects.bulk_update(changed, ["assigned_to"])
    return Taken(changed, [one for one in rows if one not in changed])


def _name(account: User | None) -> str:
    return account.shown_name if account else ""
