"""Firms whose title lapsed are taken into the library that is offered to them (期满转入)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cultivation.certification.models import (
    Batch,
    Certificate,
    Certification,
    NumberSeries,
    Procedure,
)
from cultivation.certification.rules import end_of_validity
from cultivation.certification.selectors.lapsed import offers_of
from cultivation.certification.services.deciding import printed
from cultivation.certification.services.granting import check_tier
from cultivation.certification.services.numbering import formatted, next_numbers
from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.ladders.models import Tier
from cultivation.problems import Problem

# Where a certification keeps the document of its decision, beside what a list says of it.
DOCUMENT = "认定依据"


@dataclass(frozen=True)
class Taken:
    """What was certified, and who was left out, each with a sentence that says why."""

    made: Sequence[Certification]
    left_out: Sequence[tuple[Certification, str]]


def take_over(
    *,
    certifications: Sequence[Certification],
    into: Tier,
    batch: str,
    valid_from: dt.date,
    decided_on: dt.date | None = None,
    document: str,
) -> Taken:
    """Certify the firms of lapsed ``certifications`` into the tier ``into`` from ``valid_from`` on.

    Source: 2021年1月梯度培育工作方案 (expired, still trading, in good credit: into 种子库).
    ``document`` is the decision. Those against whom something stands are left out. Raises Problem
    ``batch_missing``, ``document_missing``, ``day_in_future``, ``nobody_left``, ``tier_not_alive``,
    ``number_taken``.
    """
    day, decided = today(), decided_on or today()
    if not batch.strip():
        raise Problem("batch_missing", _("Give the name of the batch."), field="batch")
    if not document.strip():
        # zh: 请填写依据文件。
        raise Problem("document_missing", _("Give the document."), field="document")
    if max(valid_from, decided) > day:
        # zh: 日期不能晚于今天。
        raise Problem("day_in_future", _("The day is still to come."), field="valid_from")
    check_tier(into, valid_from)
    firms = {one.firm_id for one in certifications}
    locked = {
        one.pk: one for one in Firm.objects.select_for_update().filter(pk__in=firms).order_by("pk")
    }
    for one in certifications:
        one.firm = locked[one.firm_id]
    offers = offers_of(certifications, into, valid_from)
    good = [offer.certification for offer in offers if not offer.against]
    if not good:
        first = offers[0].against[0] if offers else ""
        # zh: 所选企业均不能转入（%(why)s）；请重新选择。
        message = _("None of these firms can be taken over (%(why)s); choose others.")
        raise Problem("nobody_left", message % {"why": first}, status=409)
    made = _certify(good, into, batch.strip(), valid_from, decided, document.strip())
    return Taken(made, [(one.certification, one.against[0]) for one in offers if one.against])


def _certify(
    rows: list[Certification],
    into: Tier,
    batch_name: str,
    valid_from: dt.date,
    decided: dt.date,
    document: str,
) -> list[Certification]:
    batch = Batch.objects.get_or_create(tier=into, name=batch_name)[0]
    numbers = _numbers(into, len(rows), decided)
    made = Certification.objects.bulk_create(
        Certification(
            firm=one.firm,
            tier=into,
            batch=batch,
            number=number,
            decided_on=decided,
            valid_from=valid_from,
            valid_to=end_of_validity(valid_from, into.validity_years),
            continues=one,
            listing={DOCUMENT: document},
        )
        for one, number in zip(rows, numbers, strict=True)
    )
    Certificate.objects.bulk_create(
        Certificate(
            certification=one,
            firm_id=one.firm_id,
            number=one.number,
            issued_on=decided,
            facts=printed(one, one, decided),
        )
        for one in made
        if one.number
    )
    return made


def _numbers(tier: Tier, n: int, decided: dt.date) -> list[str]:
    procedure = Procedure.objects.filter(pk=tier).exclude(number_pattern="").first()
    if procedure is None:
        return [""] * n
    series = next_numbers(NumberSeries.of(tier), decided.year, n)
    found = [formatted(procedure.number_pattern, decided, seq) for seq in series]
    taken = Certification.objects.filter(tier=tier, number__in=found).first()
    if taken is not None:
        message = _("The number “%(number)s” is used in this tier; check pattern and series.")
        raise Problem("number_taken", message % {"number": taken.number}, status=409)
    return found
