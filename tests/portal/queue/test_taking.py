"""Cases are taken and handed back, one and many."""

from typing import Any

import pytest

from cultivation.access.models import Role
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application
from tests.certification.cases import do
from tests.factories import make_user
from tests.portal.desk import Desk, auditor, text_of
from tests.portal.queue.story import Office

pytestmark = pytest.mark.usefixtures("today")


def holders(rows: list[Application]) -> list[int | None]:
    return list(
        Application.objects.filter(pk__in=[one.pk for one in rows])
        .order_by("pk")
        .values_list("assigned_to", flat=True)
    )


def take(desk: Desk, rows: list[Application], **further: Any) -> Any:
    return desk.client.post("/cases/take/", {"row": [one.pk for one in rows], **further})


def test_taken_and_handed_back_with_the_filter_kept(today: object) -> None:
    office = Office()
    rows = office.submitted(3)
    answer = office.district.client.post(
        "/cases/take/?show=open&state=submitted", {"row": [one.pk for one in rows[:2]]}
    )
    assert answer["Location"] == "/cases/?show=open&state=submitted"
    me = office.people.officer.pk
    assert holders(rows) == [me, me, None]
    assert "已领办 2 件" in office.district.read(answer["Location"])
    office.district.client.post("/cases/hand-back/?show=open", {"of": "filtered"})
    assert holders(rows) == [None, None, None]


def test_what_another_holds_is_taken_over_only_when_confirmed(today: object) -> None:
    office = Office()
    rows = office.submitted(2)
    colleague = Desk(make_user(Role.DISTRICT, last_name="张", first_name="三"))
    take(colleague, rows[:1])
    answer = take(office.district, rows)
    assert answer.status_code == 409
    assert "1 件已由" in text_of(answer)
    assert holders(rows) == [colleague.user.pk, None]
    handed = office.district.client.post("/cases/hand-back/", {"row": rows[0].pk})
    assert handed.status_code == 409
    take(office.district, rows, take_over="yes")
    assert holders(rows) == [office.people.officer.pk] * 2


def test_only_the_party_whose_turn_it_is_takes_open_cases_of_its_scope(today: object) -> None:
    office = Office()
    rows = office.submitted(1)
    assert take(office.bureau, rows).status_code == 403
    assert take(office.science, rows).status_code == 403
    assert take(auditor(), rows).status_code == 403
    elsewhere = Desk(make_user(Role.DISTRICT, district="120111"))
    # What is not seen is no different from what does not exist.
    unseen, nothing = take(elsewhere, rows), elsewhere.client.post("/cases/take/", {"row": 0})
    assert unseen.status_code == nothing.status_code == 400
    assert text_of(unseen) == text_of(nothing)
    # Among others it is said, and nothing is taken.
    among = office.district.client.post("/cases/take/", {"row": [rows[0].pk, 0]})
    assert among.status_code == 409
    assert "其中有件已不在您的范围内" in text_of(among)
    assert holders(rows) == [None]
    do(Doing.DECLINE, rows[0], office.people.officer, reason="other")
    assert take(office.district, rows).status_code == 409
    assert holders(rows) == [None]


def test_a_case_is_free_again_when_it_goes_to_the_other_party(today: object) -> None:
    office = Office()
    rows = office.submitted(1)
    take(office.district, rows)
    do(Doing.RECOMMEND, rows[0], office.people.officer)
    assert holders(rows) == [None]
