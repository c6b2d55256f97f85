"""What a batch can change in the standard by which its applications are judged."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cultivation.certification.models import Batch
from cultivation.problems import Problem
from cultivation.standards.engine.applying import applicable
from cultivation.standards.engine.content import ACTS, Act, Content
from cultivation.standards.engine.overriding import Changeable, changeable
from cultivation.standards.selectors import contents
from cultivation.standards.texts import listed


@dataclass(frozen=True)
class Filed:
    """A standard of a batch, the acts it judges there, and its criteria as they are filed."""

    content: Content
    acts: tuple[Act, ...]
    criteria: list[Changeable]


def acts_of(batch: Batch) -> tuple[Act, ...]:
    """What is applied for in ``batch``."""
    return tuple(Act) if batch.kind == Batch.Kind.BOTH else (Act(batch.kind),)


def standards_over(batch: Batch, act: Act, known: Sequence[Content] | None = None) -> list[Content]:
    """The standards by which ``act`` is judged on some day of the window of ``batch``, in the order
    of their days; none where none is on file. Parameters: ``known`` (all that are on file)."""
    known = contents() if known is None else known
    if batch.standard_id:
        return [one for one in known if one.key == batch.standard_id]
    found: dict[str, Content] = {}
    for day in _turning_days(batch, known):
        choice = applicable(known, tier=batch.tier_id, act=act, filed_on=day)
        if choice:
            found[choice.content.key] = choice.content
    return list(found.values())


def _turning_days(batch: Batch, known: Sequence[Content]) -> Iterator[dt.date]:
    """The first day of the window, and those within it from which another standard may apply."""
    first, last = batch.files_from, batch.files_to
    if first is None or last is None:
        return
    yield first
    spans = [where.span for one in known if one.tier == batch.tier_id for where in one.applies]
    yield from sorted(
        {day for span in spans for day in (span.first, span.end) if day and first < day <= last}
    )


def filed_in(batch: Batch) -> list[Filed]:
    """The standards whose criteria ``batch`` can change.

    Raises Problem ``batch_takes_none`` where it has no window, ``standard_missing`` where no
    standard is on file, ``standard_unclear`` where one act is judged by several.
    """
    if batch.files_from is None:
        # zh: “%(batch)s”只是名单的名称，不受理申报；请选择其他批次。
        message = _("“%(batch)s” is only the name of a list; choose another batch.")
        raise Problem("batch_takes_none", message % {"batch": batch.name}, status=409)
    by_key: dict[str, tuple[Content, list[Act]]] = {}
    for act in acts_of(batch):
        found = standards_over(batch, act)
        if len(found) > 1:
            # zh: 申报期内%(act)s先后适用多项标准（%(names)s）；请先在“修改批次”中指定一项，再调整其条件。
            message = _(
                "Within the window several standards judge a %(act)s (%(names)s): edit the batch"
                " and pin one of them first."
            )
            names = {"act": ACTS[act], "names": listed(one.title for one in found)}
            raise Problem("standard_unclear", message % names, status=409)
        for content in found:
            by_key.setdefault(content.key, (content, []))[1].append(act)
    if not by_key:
        # zh: 没有适用于该批次的标准，无从调整；请先在“修改批次”中指定标准，或录入标准。
        message = _("No standard on file judges this batch: pin one, or have one entered first.")
        raise Problem("standard_missing", message, status=409)
    return [_filed(batch, content, acts) for content, acts in by_key.values()]


def _filed(batch: Batch, content: Content, acts: list[Act]) -> Filed:
    day = batch.files_from
    assert day is not None
    own = {act: content.overrides_on(act, day) for act in acts}
    return Filed(content, tuple(acts), changeable(content, acts, own))
