"""Batches are opened, edited, closed and opened again: by the bureau of the ladder alone."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.access.permissions import decides_on
from cultivation.certification.flow.states import OPEN, State
from cultivation.certification.models import Application, Batch, Scoring
from cultivation.certification.models.batch import Criterion
from cultivation.certification.selectors.cases import PLACED
from cultivation.certification.selectors.opening import check_workable
from cultivation.certification.selectors.overriding import acts_of, standards_over
from cultivation.certification.services.acting import due_on
from cultivation.clock import today
from cultivation.ladders.models import Tier
from cultivation.problems import Problem
from cultivation.standards.engine.content import Act
from cultivation.standards.models import Standard

WHOLE = Decimal(100)
# As the column of a criterion holds it.
LONGEST_NAME, MOST_MARKS = 100, Decimal("9999.99")
LARGEST_QUOTA, LONGEST_NOTICE = 1_000_000, 60


@dataclass(frozen=True)
class Terms:
    """What a call says: see Batch. ``standard`` None: the day of filing says which applies."""

    name: str
    kind: str
    files_from: dt.date
    files_to: dt.date
    document: str = ""
    district_due_on: dt.date | None = None
    review_due_on: dt.date | None = None
    quota: int | None = None
    publicity_days: int | None = None
    standard: Standard | None = None


@dataclass(frozen=True)
class Scored:
    """A criterion of the experts: its full marks, its weight in percent."""

    name: str
    full_marks: Decimal
    weight: Decimal


def open_batch(*, tier: Tier, terms: Terms, criteria: Sequence[Scored] = (), actor: User) -> Batch:
    """Open a batch of ``tier`` that takes applications.

    Raises Problem (with ``field``) ``not_yours`` (403), ``name_taken``, ``window_order``,
    ``standard_other``, ``weights``, ``name_too_long``, ``criterion_twice``, ``not_positive``,
    ``too_large``, and as ``check_workable``.
    """
    check_bureau(tier, actor)
    _check_terms(tier, terms, None)
    _check_criteria(criteria)
    batch = Batch(tier=tier, **_columns(terms))
    check_workable(batch)
    batch.save()
    _write_criteria(batch, criteria)
    return batch


def edit_batch(
    *, batch: Batch, terms: Terms, criteria: Sequence[Scored] = (), actor: User
) -> Batch:
    """Change what the call of ``batch`` says; the due days of its open cases follow.

    Raises Problem as ``open_batch``, and ``quota_taken``, ``filed_outside``, ``kind_in_use``,
    ``scored_already``, ``overridden`` (its overrides are of the standard that it had).
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    check_bureau(batch.tier, actor)
    _check_terms(batch.tier, terms, batch)
    _check_cases(batch, terms)
    scored_anew = scored_by(batch) != list(criteria)
    if scored_anew:
        _check_unscored(batch)
        _check_criteria(criteria)
    before, window = copy(batch), (batch.files_from, batch.files_to)
    for name, value in _columns(terms).items():
        setattr(batch, name, value)
    if window != (batch.files_from, batch.files_to):
        check_workable(batch)
    _check_overrides(before, batch)
    batch.save()
    if scored_anew:
        _write_criteria(batch, criteria)
    _move_due_days(batch)
    return batch


def close_batch(*, batch: Batch, actor: User) -> Batch:
    """Nothing is filed in ``batch`` any longer, and all its cases are decided; drafts stay drafts.

    Raises Problem ``not_yours`` (403), ``closed_already``, ``cases_open``.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    check_bureau(batch.tier, actor)
    if batch.closed_on:
        # zh: 该批次已于 %(day)s 办结；无须再次办理。
        message = _("The batch was closed on %(day)s; nothing is left to do.")
        raise Problem("closed_already", message % {"day": batch.closed_on}, status=409)
    n = batch.applications.filter(state__in=OPEN).exclude(state=State.DRAFT).count()
    if n:
        # zh: 尚有 %(n)s 件在办；请先办结。
        message = _("%(n)s of its cases are still open; finish them first.") % {"n": n}
        raise Problem("cases_open", message, status=409)
    batch.closed_on = today()
    batch.save(update_fields=["closed_on"])
    return batch


def reopen_batch(*, batch: Batch, actor: User) -> Batch:
    """Take a closed batch up again. Raises Problem ``not_yours`` (403), ``not_closed``."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    check_bureau(batch.tier, actor)
    if not batch.closed_on:
        # zh: 该批次未办结；无须恢复。
        message = _("The batch is not closed; nothing is left to do.")
        raise Problem("not_closed", message, status=409)
    batch.closed_on = None
    batch.save(update_fields=["closed_on"])
    return batch


def check_bureau(tier: Tier, actor: User) -> None:
    """Refuse whoever is not of the bureau of ``tier``: Problem ``not_yours`` (403)."""
    if not decides_on(actor, tier.ladder.authority_id):
        # zh: 该梯度的批次由其主管部门办理；请与该部门联系。
        message = _("Batches of this ladder are for its own bureau; ask there.")
        raise Problem("not_yours", message, status=403)


def _columns(terms: Terms) -> dict[str, Any]:
    found = {name: getattr(terms, name) for name in asdict(terms) if name != "standard"}
    return found | {
        "name": terms.name.strip(),
        "document": terms.document.strip(),
        "standard": terms.standard,
    }


def _check_terms(tier: Tier, terms: Terms, batch: Batch | None) -> None:
    same = Batch.objects.filter(tier=tier, name=terms.name.strip())
    if (same.exclude(pk=batch.pk) if batch else same).exists():
        # zh: 该层级已有同名批次；请换一个名称。
        message = _("The tier has a batch of this name already; choose another one.")
        raise Problem("name_taken", message, field="name", status=409)
    days = (
        (
            "files_to",
            terms.files_from,
            # zh: 申报截止日不得早于起始日；请核对日期。
            _("The last day of filing is not before the first; check the days."),
        ),
        (
            "district_due_on",
            terms.files_to,
            # zh: 区级完成期限不得早于申报截止日；请核对日期。
            _("Districts are done after the filing has ended; check the days."),
        ),
        (
            "review_due_on",
            terms.district_due_on or terms.files_to,
            # zh: 市级完成期限不得早于区级完成期限和申报截止日；请核对日期。
            _("The review is done after the districts and the filing; check the days."),
        ),
    )
    for name, earliest, message in days:
        day = getattr(terms, name)
        if day is not None and day < earliest:
            raise Problem("window_order", message, field=name)
    for name, most in (("quota", LARGEST_QUOTA), ("publicity_days", LONGEST_NOTICE)):
        value = getattr(terms, name)
        # zh: 须为 1 至 %(most)d；不设请留空。
        message = _("It is 1 to %(most)d; leave it empty for none.") % {"most": most}
        if value is not None and value < 1:
            raise Problem("not_positive", message, field=name)
        if value is not None and value > most:
            raise Problem("too_large", message, field=name)
    if terms.standard is not None and terms.standard.read.tier != tier.pk:
        # zh: 所选标准不属于该层级；请选择该层级的标准。
        message = _("The standard is that of another tier; choose one of this tier.")
        raise Problem("standard_other", message, field="standard")


def _check_overrides(before: Batch, after: Batch) -> None:
    """What the call changed in a standard is said of its criteria: another has others."""
    acts = {Act(act) for one in after.overrides for act in one["acts"]} & {*acts_of(after)}
    if any(standards_over(before, act) != standards_over(after, act) for act in acts):
        # zh: 本批次已调整原标准的条件；请先在批次页取消这些调整，再更换标准或适用日期。
        message = _(
            "The batch changes criteria of the standard it has; take those changes back first,"
            " then change the standard or the window."
        )
        raise Problem("overridden", message, field="standard", status=409)


def _check_cases(batch: Batch, terms: Terms) -> None:
    """What is in the batch already must still have its place in it."""
    cases = Application.objects.filter(batch=batch)
    taken = cases.filter(state__in=PLACED).count()
    if terms.quota is not None and terms.quota < taken:
        # zh: 已占用 %(n)s 个名额；名额不得少于此数。
        message = _("%(n)s places are taken already; the quota is not below that.")
        raise Problem("quota_taken", message % {"n": taken}, field="quota", status=409)
    filed = cases.aggregate(first=Min("filed_on"), last=Max("filed_on"))
    for name, day, outside in (
        ("files_from", filed["first"], filed["first"] and filed["first"] < terms.files_from),
        ("files_to", filed["last"], filed["last"] and filed["last"] > terms.files_to),
    ):
        if outside:
            # zh: 已有申报于 %(day)s 提交；申报期须包含该日。
            message = _("An application was filed on %(day)s; the window has to include that day.")
            raise Problem("filed_outside", message % {"day": day}, field=name, status=409)
    if terms.kind != Batch.Kind.BOTH and cases.exclude(kind=terms.kind).exists():
        # zh: 批次中已有其他类型的申报，不能改为只受理此类；请保留两类均受理。
        message = _("The batch has applications of the other kind; let it go on taking both.")
        raise Problem("kind_in_use", message, field="kind", status=409)


def scored_by(batch: Batch) -> list[Scored]:
    """What experts score by in ``batch``."""
    rows = Criterion.objects.filter(batch=batch)
    return [Scored(one.name, one.full_marks, one.weight) for one in rows]


def _check_unscored(batch: Batch) -> None:
    if Scoring.objects.filter(application__batch=batch, scored_on__isnull=False).exists():
        # zh: 已有专家评分，评分指标不能再改；请保留原指标。
        message = _("Experts have scored by these criteria; leave them as they are.")
        raise Problem("scored_already", message, field="criteria", status=409)


def _check_criteria(criteria: Sequence[Scored]) -> None:
    for one in criteria:
        if not (_fits(one.full_marks) and _fits(one.weight)):
            # zh: “%(name)s”的满分和权重须大于 0，最多两位小数；请更正。
            message = _("Give “%(name)s” full marks and a weight above 0, two decimals at most.")
            raise Problem("weights", message % {"name": one.name}, field="criteria")
        if one.full_marks > MOST_MARKS:
            # zh: “%(name)s”的满分最多 %(most)s；请更正。
            message = _("“%(name)s” has full marks of %(most)s at most; mend them.")
            names = {"name": one.name, "most": MOST_MARKS}
            raise Problem("too_large", message % names, field="criteria")
        if len(one.name) > LONGEST_NAME:
            # zh: 指标名称“%(name)s…”过长；请缩短至 %(most)s 个字以内。
            message = _("The name “%(name)s…” is too long; make it %(most)s signs at most.")
            names = {"name": one.name[:20], "most": LONGEST_NAME}
            raise Problem("name_too_long", message % names, field="criteria")
    twice = [name for name, n in Counter(one.name for one in criteria).items() if n > 1]
    if twice:
        # zh: 指标“%(name)s”重复；请合并或改名。
        message = _("“%(name)s” stands there twice: make it one, or name them differently.")
        raise Problem("criterion_twice", message % {"name": twice[0]}, field="criteria")
    total = sum((one.weight for one in criteria), Decimal())
    if criteria and total != WHOLE:
        # zh: 各指标权重合计为 %(total)s%%，须为 100%%；请调整权重。
        message = _("The weights add up to %(total)s %%, and not to 100 %%; mend them.")
        raise Problem("weights", message % {"total": f"{total:f}"}, field="criteria")


def _fits(value: Decimal) -> bool:
    """Whether the column keeps it as it is: what is rounded would not add up to 100 any more."""
    return value.is_finite() and value > 0 and value == round(value, 2)


def _write_criteria(batch: Batch, criteria: Sequence[Scored]) -> None:
    for old in Criterion.objects.filter(batch=batch):
        old.delete()
    Criterion.objects.bulk_create(
        Criterion(batch=batch, position=k, name=o.name, full_marks=o.full_marks, weight=o.weight)
        for k, o in enumerate(criteria, 1)
    )


def _move_due_days(batch: Batch) -> None:
    """The open cases are due when the batch now says."""
    moved = []
    for one in Application.objects.select_for_update().filter(batch=batch, state__in=OPEN):
        one.batch = batch
        day = batch.files_to if one.state == State.DRAFT else due_on(one, State(one.state))
        if day != one.due_on:
            one.due_on = day
            moved.append(one)
    Application.objects.bulk_update(moved, ["due_on"])
