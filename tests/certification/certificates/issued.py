"""Certificates as a decision issues them, for certifications that tests make."""

from typing import Any

from cultivation.certification.models import Certificate, Certification
from cultivation.certification.services.deciding import printed
from tests.factories import writing


def issue(held: Certification, number: str, **facts: Any) -> Certificate:
    """The certificate of ``held`` under ``number``, of its first day; ``facts`` say otherwise."""
    held.number = number
    of: Any = held  # names are those of the firm, tier and batch, as an application has them
    with writing():
        return Certificate.objects.create(
            certification=held,
            firm=held.firm,
            number=number,
            issued_on=held.valid_from,
            facts=printed(of, held, held.valid_from) | facts,
        )
