"""An application on its way, in the bureau's words."""

import datetime as dt
from typing import Any

import pytest

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Act, Certification
from cultivation.certification.services import Refused
from tests.certification.cases import People, do, make_application, make_batch, notice_of, propose

Clock = Any
pytestmark = pytest.mark.django_db


def test_an_innovative_firm_from_draft_to_certificate(clock: Clock) -> None:
    people, batch = People(), make_batch()
    one = make_application(batch, people.officer)
    propose(people, [one])
    notice = notice_of(batch, [one], people.reviewer)
    # 06-19 to 06-21 are the Dragon Boat Festival: Monday 06-15 to Monday 06-22 are five days.
    assert (notice.last_day, one.state) == (dt.date(2026, 6, 22), "noticed")
    with pytest.raises(Refused) as refused:
        do(Doing.CERTIFY, one, people.decider)
    assert refused.value.code == "notice_running"
    clock.move_to(dt.datetime(2026, 6, 23, 2, 0, tzinfo=dt.UTC))
    with pytest.raises(Refused) as refused:
        do(Doing.CERTIFY, one, people.reviewer)
    assert refused.value.code == "same_person"
    do(Doing.CERTIFY, one, people.decider)
    held = one.certification
    assert held is not None
    assert (one.state, held.valid_from, held.valid_to) == (
        "certified",
        dt.date(2026, 6, 23),
        dt.date(2029, 6, 23),
    )
    assert held.certificate.number == "TJ-CX-2026-00001"
    assert Certification.objects.as_of(dt.date(2026, 6, 23)).filter(firm=one.firm).count() == 1
    assert list(Act.objects.filter(application=one).values_list("doing", flat=True)) == [
        "open", "submit", "recommend", "propose", "publish", "certify",
    ]  # fmt: skip
    assert one.assessment is not None
    assert one.assessment.decided == "met"
