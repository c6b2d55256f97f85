"""What becomes of open applications and running titles when a firm changes or closes."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.access.scope import scope_of
from cultivation.certification.flow.states import (
    OPEN,
    WITH_DISTRICT,
    WITH_FIRM,
    Doing,
)
from cultivation.certification.models import Application, Certification, Objection
from cultivation.certification.services.acting import Given, act
from cultivation.clock import today
from cultivation.firms.consequences import Changing, Effect
from cultivation.firms.models import Firm, Residence
from cultivation.firms.querysets import on


def preview(changing: Changing) -> list[Effect]:
    match changing.kind:
        case "rename":
            return _renamed(changing.firm)
        case "move":
            return _moved(changing)
        case "leave":
            return _left(changing)
        case "split":
            return _split(changing.firm)
    return []


def apply(changing: Changing) -> None:
    if not _holds_today(changing):
        return
    if changing.kind == "move":
        set_free(changing.firm)
    elif changing.kind == "leave":
        close_open(changing.firm, _reason_of_leaving())


# --- open applications of a firm that closes or leaves ---


def closing_effects(firm: Firm) -> list[Effect]:
    """The open applications that are closed when ``firm`` closes or leaves."""
    # zh: 在办申报（%(tier)s，%(batch)s，%(state)s）由系统终止办理。
    text = _("The open application (%(tier)s, %(batch)s, %(state)s) is closed by the registry.")
    return [Effect("application_closed", text % _names(one), str(one.pk)) for one in _open_of(firm)]


def close_open(firm: Firm, why: str) -> None:
    """Close all open applications of ``firm``: by the registry itself, as the firm has changed."""
    ids = [one.pk for one in _open_of(firm)]
    if not ids:
        return
    given = Given(reason="firm_changed", opinion=why)
    act(applications=ids, doing=Doing.CLOSE, actor=None, given=given)
    # What was objected to them is settled with them: nobody could settle it later.
    Objection.objects.filter(application__in=ids, state=Objection.State.OPEN).update(
        state=Objection.State.REJECTED,
        settled_on=today(),
        # zh: 申报已终止办理：%(why)s
        grounds=_("The application was closed: %(why)s") % {"why": why},
    )


def set_free(firm: Firm) -> None:
    """Free the open applications of ``firm`` from officers who no longer see it."""
    taken = Application.objects.select_for_update(of=("self",)).filter(
        firm=firm, state__in=OPEN, assigned_to__isnull=False
    )
    for one in taken.select_related("assigned_to"):
        assert one.assigned_to is not None
        if not Firm.objects.visible_to(one.assigned_to).filter(pk=firm.pk).exists():
            one.assigned_to = None
            one.save(update_fields=["assigned_to"])


# --- what is told before ---


def _renamed(firm: Firm) -> list[Effect]:
    effects = []
    # zh: 在办申报（%(tier)s，%(batch)s，%(state)s）不受影响，以新名称继续办理。
    goes_on = _("The open application (%(tier)s, %(batch)s, %(state)s) goes on under the new name.")
    for one in _open_of(firm):
        effects.append(Effect("goes_on", goes_on % _names(one), str(one.pk)))
    held = _running(firm)
    if held:
        # zh: 在库认定（%(titles)s）继续有效；已发证书仍载原名，查验时显示现名。
        text = _("What it holds (%(titles)s) goes on; certificates keep the old name.")
        effects.append(Effect("certificate_keeps_name", text % {"titles": _titles(held)}, ""))
    return effects


def _moved(changing: Changing) -> list[Effect]:
    if not _holds_today(changing):
        return []
    effects = []
    for one in _open_of(changing.firm):
        if one.state in (*WITH_FIRM, *WITH_DISTRICT):
            # zh: 在办申报（%(tier)s，%(batch)s，%(state)s）转由新所在区办理。
            text = _("The open application (%(tier)s, %(batch)s, %(state)s) goes to the new place.")
        else:
            # zh: 在办申报（%(tier)s，%(batch)s，%(state)s）已过区级环节，仍由市级办理。
            text = _(
                "The open application (%(tier)s, %(batch)s, %(state)s) is past the district and"
                " stays with the bureau."
            )
        effects.append(Effect("goes_on", text % _names(one), str(one.pk)))
        if one.assigned_to is not None and not _sees(one.assigned_to, changing):
            # zh: 原经办人%(who)s不再可见，该件改为待领取。
            text = _("%(who)s, who has taken it, no longer sees it: it is free to be taken.")
            who = one.assigned_to.shown_name
            effects.append(Effect("set_free", text % {"who": who}, str(one.pk)))
    held = _running(changing.firm)
    if held:
        # zh: 在库认定（%(titles)s）继续有效，随企业计入新所在区。
        text = _("What it holds (%(titles)s) goes on, and counts at the new place.")
        effects.append(Effect("goes_on", text % {"titles": _titles(held)}, ""))
    return effects


def _left(changing: Changing) -> list[Effect]:
    if not _holds_today(changing):
        return []
    effects = closing_effects(changing.firm)
    held = _running(changing.firm)
    if held:
        # zh: 在库认定（%(titles)s）不自动终止，列入“已迁出待处理”，由主管部门决定。
        text = _("What it holds (%(titles)s) runs on until the bureau ends it: a task of theirs.")
        effects.append(Effect("runs_on", text % {"titles": _titles(held)}, ""))
    return effects


def _split(firm: Firm) -> list[Effect]:
    effects = []
    held = _running(firm)
    if held:
        # zh: 在库认定（%(titles)s）暂留存续企业，是否继续符合条件由主管部门决定；不随分立转给新企业。
        text = _(
            "What it holds (%(titles)s) stays with this firm until the bureau decides; nothing is"
            " passed on to the new one."
        )
        effects.append(Effect("stays", text % {"titles": _titles(held)}, ""))
    # zh: 在办申报（%(tier)s，%(batch)s，%(state)s）留在存续企业继续办理。
    stays = _("The open application (%(tier)s, %(batch)s, %(state)s) stays with this firm.")
    for one in _open_of(firm):
        effects.append(Effect("stays", stays % _names(one), str(one.pk)))
    return effects


def _open_of(firm: Firm) -> list[Application]:
    rows = Application.objects.filter(firm=firm, state__in=OPEN)
    return list(rows.select_related("tier", "batch", "assigned_to").order_by("pk"))


def _running(firm: Firm) -> list[Certification]:
    rows = Certification.objects.filter(firm=firm)
    rows = rows.filter(Q(holds_to__isnull=True) | Q(holds_to__gt=today()))
    return list(rows.select_related("tier").order_by("tier", "valid_from"))


def _names(one: Application) -> dict[str, str]:
    return {
        "tier": one.tier.name_zh,
        "batch": one.batch.name,
        "state": str(one.get_state_display()),
    }


def _titles(held: list[Certification]) -> str:
    # zh: 、
    return _(", ").join(dict.fromkeys(one.tier.name_zh for one in held))


def _reason_of_leaving() -> str:
    # zh: 企业已迁出本市
    return _("the firm has left the city")


def _holds_today(changing: Changing) -> bool:
    """Whether the change is what holds today: a later one on file may have come already."""
    if changing.kind not in ("move", "leave"):
        return True
    later = Residence.objects.filter(
        firm=changing.firm, valid_from__gt=changing.effective_on, valid_from__lte=today()
    )
    return not later.exists()


def _sees(user: User, changing: Changing) -> bool:
    scope = scope_of(user)
    if scope.city:
        return True
    same = scope.district == changing.district
    return same and (scope.zone is None or scope.zone == changing.zone)


def departed(day: dt.date) -> Q:
    """The condition that the firm of a row is out of the city on ``day``."""
    away = Residence.objects.filter(on(day), outside=True)
    return Q(firm__in=away.values("firm"))
