"""An application comes into being."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.certification.flow.states import OPEN, Doing, State
from cultivation.certification.models import Act, Application, Batch, Certification
from cultivation.certification.selectors.cases import banned_until
from cultivation.certification.selectors.renewing import renewals_of
from cultivation.clock import now, today
from cultivation.firms.models import Firm
from cultivation.problems import Problem


def open_application(
    *,
    batch: Batch,
    firm: Firm,
    actor: User,
    renews: Certification | None = None,
    statement: str = "",
) -> Application:
    """Open a draft for ``firm`` in ``batch``: a renewal of ``renews``, or a new application.

    Raises Problem ``open_already``, ``firm_banned``, ``firm_closed``, ``batch_takes_none``,
    ``batch_takes_other``, ``batch_closed``, ``renews_other``.
    """
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    _check(batch, firm, renews)
    return _write([(batch, firm, renews, statement)], actor)[0]


def open_renewals(
    *, batch: Batch, certifications: Sequence[Certification], actor: User
) -> list[Application]:
    """Open a draft for the renewal of each of ``certifications`` in one act.

    Those against whose renewal something stands (``renewals_of``) are left out: the caller shows
    them before. Raises Problem as ``open_application`` for the batch.
    """
    firms = {one.firm_id for one in certifications}
    locked = {
        one.pk: one for one in Firm.objects.select_for_update().filter(pk__in=firms).order_by("pk")
    }
    for one in certifications:
        one.firm = locked[one.firm_id]
    rows: dict[int, tuple[Batch, Firm, Certification | None, str]] = {}
    for renewal in renewals_of(certifications, today()):
        held = renewal.certification
        if renewal.against or held.firm_id in rows:
            continue
        _check_batch(batch, held)
        _check_tier(batch, held)
        rows[held.firm_id] = (batch, locked[held.firm_id], held, "")
    return _write(list(rows.values()), actor)


def _check(batch: Batch, firm: Firm, renews: Certification | None) -> None:
    _check_batch(batch, renews)
    if firm.closed_on and firm.closed_on <= today():
        # zh: “%(name)s”已于 %(day)s 终止，不能申报；请核对企业。
        message = _("“%(name)s” closed on %(day)s and cannot apply; check the firm.")
        raise Problem(
            "firm_closed", message % {"name": firm.name, "day": firm.closed_on}, status=409
        )
    until = banned_until([firm.pk], today()).get(firm.pk)
    if until:
        # zh: “%(name)s”在 %(day)s 前不得申报（曾被撤销称号）。
        message = _("“%(name)s” may not apply before %(day)s: a title of it was revoked.")
        raise Problem("firm_banned", message % {"name": firm.name, "day": until}, status=409)
    if Application.objects.filter(firm=firm, tier=batch.tier_id, state__in=OPEN).exists():
        # zh: “%(name)s”已有该层级的在办申报；请先办结。
        message = _("“%(name)s” has an open application for this tier; finish that one first.")
        raise Problem("open_already", message % {"name": firm.name}, status=409)
    if renews is not None and renews.firm_id != firm.pk:
        raise _renews_other()
    _check_tier(batch, renews)


def _check_tier(batch: Batch, renews: Certification | None) -> None:
    if renews is not None and renews.tier_id != batch.tier_id:
        raise _renews_other()


def _renews_other() -> Problem:
    # zh: 所复核的认定不属于该企业或该层级；请核对。
    return Problem("renews_other", _("The certification is of another firm or tier; check it."))


def _check_batch(batch: Batch, renews: Certification | None) -> None:
    if batch.files_from is None:
        # zh: 该批次不受理申报（仅为名单的名称）；请选择其他批次。
        message = _("The batch takes no applications; choose another.")
        raise Problem("batch_takes_none", message, status=409)
    if batch.closed_on:
        # zh: 该批次已办结；请选择其他批次。
        raise Problem("batch_closed", _("The batch is closed; choose another one."), status=409)
    if batch.kind not in ("both", "renewal" if renews else "new"):
        # zh: 该批次不受理此类申报（新申报、复核）；请选择其他批次。
        message = _("The batch takes other kinds of applications.")
        raise Problem("batch_takes_other", message, status=409)


def _write(
    rows: Sequence[tuple[Batch, Firm, Certification | None, str]], actor: User
) -> list[Application]:
    moment = now()
    made = Application.objects.bulk_create(
        Application(
            batch=batch,
            tier_id=batch.tier_id,
            firm=firm,
            kind="renewal" if renews else "new",
            renews=renews,
            statement=statement,
            since=moment,
            due_on=batch.files_to,
        )
        for batch, firm, renews, statement in rows
    )
    Act.objects.bulk_create(
        Act(
            application=one,
            firm_id=one.firm_id,
            doing=Doing.OPEN,
            to_state=State.DRAFT,
            actor=actor,
            actor_name=actor.shown_name,
            acted_on=today(),
            recorded_at=moment,
        )
        for one in made
    )
    return made
