"""What a call changes in the standard for one batch: by the bureau of the ladder alone.

Cases that are still to be reviewed are judged by it then; assessments that were kept stay.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.certification.models import Batch
from cultivation.certification.selectors.overriding import Filed, filed_in
from cultivation.certification.services.batches import check_bureau
from cultivation.problems import Problem
from cultivation.standards.engine.checking import check_overrides
from cultivation.standards.engine.content import ACTS, Act, read_override
from cultivation.standards.engine.overriding import Change, Changeable, written
from cultivation.standards.texts import listed

# As forms and bodies take them.
LONGEST_DOCUMENT, LONGEST_REASON = 200, 300


@dataclass(frozen=True)
class Adjustment:
    """What a document allows: for which ``acts`` which criteria change, and why."""

    document: str
    reason: str
    acts: tuple[Act, ...]
    changes: Sequence[Change]


def set_override(
    *, batch: Batch, adjustment: Adjustment, actor: User, code: str | None = None
) -> Batch:
    """Change criteria of the standard for ``batch``; in place of its override ``code``, if given.

    Raises Problem (with ``field``) ``not_yours`` (403), ``batch_closed``, ``override_unknown``
    (404), ``document_missing``, ``reason_missing``, ``nothing_set``, ``act_other``, and with
    ``criterion`` (its id) ``criterion_unknown``, ``criterion_idle``, ``criterion_twice``,
    ``overridden_already``, ``waived_within``, ``threshold_none``, ``threshold_same``,
    ``threshold_low``, ``waives_alternative``; as ``filed_in``.
    """
    batch = _locked(batch, actor)
    others = [one for one in batch.overrides if one["code"] != code]
    if code is not None and len(others) == len(batch.overrides):
        raise _unknown(code)
    filed = _filed_for(batch, adjustment)
    _check_said(adjustment)
    for change in adjustment.changes:
        _check_change(change, adjustment, filed)
    _check_once(adjustment, others, filed)
    _check_whole(adjustment, others, filed)
    made = written(
        code=code or _next_code(batch),
        document=adjustment.document.strip(),
        reason=adjustment.reason.strip(),
        acts=adjustment.acts,
        changes=adjustment.changes,
        criteria=filed.criteria,
    )
    if code is None:
        overrides = [*batch.overrides, made]
    else:
        overrides = [made if one["code"] == code else one for one in batch.overrides]
    _check_form(made, filed)
    return _keep(batch, overrides)


def remove_override(*, batch: Batch, code: str, actor: User) -> Batch:
    """Take the override ``code`` of ``batch`` back.

    Raises Problem ``not_yours`` (403), ``batch_closed``, ``override_unknown`` (404).
    """
    batch = _locked(batch, actor)
    left = [one for one in batch.overrides if one["code"] != code]
    if len(left) == len(batch.overrides):
        raise _unknown(code)
    return _keep(batch, left)


def _locked(batch: Batch, actor: User) -> Batch:
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    check_bureau(batch.tier, actor)
    if batch.closed_on:
        # zh: 该批次已于 %(day)s 办结；请先恢复批次，再调整标准。
        message = _("The batch was closed on %(day)s; open it again before you change anything.")
        raise Problem("batch_closed", message % {"day": batch.closed_on}, status=409)
    return batch


def _unknown(code: str) -> Problem:
    # zh: 本批次没有调整“%(code)s”，可能已被取消；请重新打开批次页。
    message = _("The batch has no change “%(code)s”, or no more; open its page again.")
    return Problem("override_unknown", message % {"code": code}, status=404)


def _filed_for(batch: Batch, adjustment: Adjustment) -> Filed:
    """The one standard that judges all of its acts."""
    all_filed = filed_in(batch)
    for filed in all_filed:
        if adjustment.acts and {*adjustment.acts} <= {*filed.acts}:
            return filed
    # zh: 请选择同一标准所适用的事项：%(acts)s。
    message = _("Choose what one standard judges: %(acts)s.")
    # zh: ；
    possible = _("; ").join(str(listed(ACTS[act] for act in one.acts)) for one in all_filed)
    raise Problem("act_other", message % {"acts": possible}, field="acts")


def _check_said(adjustment: Adjustment) -> None:
    if not adjustment.document.strip():
        # zh: 请填写允许此项调整的文件名称和文号。
        message = _("Name the document that allows it, with its number.")
        raise Problem("document_missing", message, field="document")
    if not adjustment.reason.strip():
        # zh: 请填写调整的理由。
        raise Problem("reason_missing", _("Say why it is changed."), field="reason")
    if not adjustment.changes:
        # zh: 请至少改动一项门槛，或免除一项条件。
        message = _("Set at least one threshold anew, or waive a criterion.")
        raise Problem("nothing_set", message, field="changes")


def _check_change(change: Change, adjustment: Adjustment, filed: Filed) -> None:
    criterion = next((one for one in filed.criteria if one.id == change.criterion), None)
    if criterion is None:
        # zh: 标准中没有条件“%(id)s”；请核对代码。
        message = _("The standard has no criterion “%(id)s” to change; check its id.")
        names = {"id": change.criterion}
        raise Problem(
            "criterion_unknown", message % names, field="changes", criterion=change.criterion
        )
    if not {*adjustment.acts} & {*criterion.acts}:
        # zh: “%(text)s”不考察%(acts)s，调整没有作用；请更换适用事项。
        message = _("“%(text)s” is not examined for %(acts)s; choose what it is for.")
        acts = str(listed(ACTS[act] for act in adjustment.acts))
        raise _refused("criterion_idle", message, criterion, acts=acts)
    if change.value is None:
        if criterion.alternative:
            # zh: “%(text)s”是任选其一的条件之一，免除它等于整组满足；请免除整组条件，或改动其门槛。
            message = _(
                "“%(text)s” is one of several of which one is enough: to waive it would fulfil all"
                " of them. Waive the whole, or set another threshold."
            )
            raise _refused("waives_alternative", message, criterion)
        return
    if criterion.bound is None:
        # zh: “%(text)s”没有可改动的门槛；只能免除。
        message = _("“%(text)s” has no threshold to set anew; it can only be waived.")
        raise _refused("threshold_none", message, criterion)
    # Nothing shrinks by more than all of it.
    if change.value < (-100 if criterion.unit == "%" else 0):
        # zh: “%(text)s”的门槛过低，不可能低于此数；请更正。
        message = _("The threshold of “%(text)s” is lower than anything can be; mend it.")
        raise _refused("threshold_low", message, criterion)
    if change.value == criterion.bound:
        # zh: “%(text)s”的门槛与标准相同；请改动或留空。
        message = _("The threshold of “%(text)s” is that of the standard; change it or leave it.")
        raise _refused("threshold_same", message, criterion)


def _check_once(adjustment: Adjustment, others: Sequence[Any], filed: Filed) -> None:
    """No criterion is changed twice for one act: nobody could tell which change holds."""
    texts = {one.id: one for one in filed.criteria}
    taken = {
        change.get("criterion"): one.document
        for one in map(read_override, others)
        if {*one.acts} & {*adjustment.acts}
        for change in one.changes
    }
    seen: set[str] = set()
    for change in adjustment.changes:
        if change.criterion in seen:
            # zh: “%(text)s”重复；每项条件只填一次。
            message = _("“%(text)s” stands there twice; give each criterion once.")
            raise _refused("criterion_twice", message, texts[change.criterion])
        seen.add(change.criterion)
        if change.criterion in taken:
            # zh: “%(text)s”已按“%(document)s”调整；请修改或取消该项调整。
            message = _("“%(text)s” is changed by “%(document)s” already; edit that change.")
            problem = _refused(
                "overridden_already", message, texts[change.criterion],
                document=taken[change.criterion],
            )  # fmt: skip
            problem.params["status"] = 409
            raise problem


def _check_whole(adjustment: Adjustment, others: Sequence[Any], filed: Filed) -> None:
    """No part of what is waived as a whole is changed: the change would say what does not hold."""
    by_id = {one.id: one for one in filed.criteria}
    mine = {change.criterion: change.value is None for change in adjustment.changes}
    there = {
        change["criterion"]: bool(change.get("waive"))
        for one in map(read_override, others)
        if {*one.acts} & {*adjustment.acts}
        for change in one.changes
        if change.get("criterion") in by_id
    }
    for part, whole in _within_waived(there | mine, by_id):
        if {part, whole} & {*mine}:
            # zh: “%(text)s”属于已整组免除的“%(whole)s”，改动没有作用；两项只保留一项。
            message = _(
                "“%(text)s” is a part of “%(whole)s”, which is waived as a whole: the change would"
                " do nothing. Keep one of the two."
            )
            said = message % {name: str(by_id[one].node.says.text)
                              for name, one in (("text", part), ("whole", whole))}  # fmt: skip
            place = part if part in mine else whole
            raise Problem("waived_within", said, field="changes", criterion=place)


def _within_waived(
    changes: Mapping[str, bool], by_id: Mapping[str, Changeable]
) -> Iterator[tuple[str, str]]:
    """Each changed criterion with one around it that is waived. ``changes``: id, if waived."""
    for part in changes:
        for whole in by_id[part].within:
            if changes.get(whole):
                yield part, whole


def _refused(code: str, message: str, criterion: Changeable, **names: str) -> Problem:
    said = message % {"text": str(criterion.node.says.text), **names}
    return Problem(code, said, field="changes", criterion=criterion.id)


def _next_code(batch: Batch) -> str:
    numbers = [int(one["code"].removeprefix("call-")) for one in batch.overrides
               if one["code"].removeprefix("call-").isdecimal()]  # fmt: skip
    return f"call-{max(numbers, default=0) + 1}"


def _check_form(made: Any, filed: Filed) -> None:
    """The standard's own checking has the last word on what is stored."""
    mistakes = check_overrides([made], [filed.content.raw])
    if mistakes:
        # zh: ；
        said = _("; ").join(f"{one.place} {one.message}" for one in mistakes)
        # zh: 请更正对标准的调整：%(mistakes)s
        message = _("Mend what the call changes in the standard: %(mistakes)s")
        raise Problem("overrides_wrong", message % {"mistakes": said}, field="changes")


def _keep(batch: Batch, overrides: list[Any]) -> Batch:
    batch.overrides = overrides
    batch.save(update_fields=["overrides"])
    return batch
