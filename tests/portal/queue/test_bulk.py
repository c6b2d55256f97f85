"""One act on many cases: previewed row by row, done as it was shown, all of it or nothing."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Act, Application
from tests.certification.cases import do
from tests.factories import make_certification
from tests.portal.desk import Desk, auditor, text_of
from tests.portal.queue.story import Office

pytestmark = pytest.mark.usefixtures("today")


WHY = {"differs": "已人工核实"}


def choose(desk: Desk, doing: str, rows: list[Application], status: int = 200) -> Any:
    answer = desk.client.post(f"/cases/act/{doing}/", {"row": [one.pk for one in rows]})
    assert answer.status_code == status, text_of(answer)[:800]
    return answer


def send(desk: Desk, doing: str, page: Any, step: str, **filled: Any) -> Any:
    """The form of ``page``, filled in and sent."""
    sent = {name: page.context[name] for name in ("seen", "held")}
    return desk.client.post(f"/cases/act/{doing}/", {**sent, **filled, "step": step})


def states(rows: list[Application]) -> list[str]:
    found = Application.objects.in_bulk([one.pk for one in rows])
    return [found[one.pk].state for one in rows]


def test_one_bad_row_stops_all_unless_it_is_left_out(today: object) -> None:
    office = Office()
    good, bad = office.submitted(2), office.submitted(1, documents=False)
    page = choose(office.district, "recommend", [*good, *bad])
    # Figures are missing: whoever recommends all the same says why, once for all.
    assert page.context["counts"] == {"can": 0, "asked": 2, "cannot": 1}
    assert "2 件：与系统测评结果不一致" in text_of(page)
    page = send(office.district, "recommend", page, "preview", **WHY)
    assert page.context["counts"] == {"can": 2, "asked": 0, "cannot": 1}
    assert "缺少材料" in text_of(page)
    # What is read first is what cannot be.
    assert page.context["lines"][0].firm == bad[0].firm.name
    refused = send(office.district, "recommend", page, "confirm", **WHY)
    assert refused.status_code == 409
    assert states([*good, *bad]) == ["submitted"] * 3
    done = send(office.district, "recommend", page, "good", **WHY)
    assert done.context["finished"]
    assert states([*good, *bad]) == ["recommended", "recommended", "submitted"]
    text = text_of(done)
    assert "已办理 2 件" in text
    assert "其余 1 件未动" in text
    assert "缺少材料" in text


def test_a_form_is_filled_in_previewed_and_confirmed_as_shown(today: object) -> None:
    office = Office()
    rows = office.submitted(2)
    page = choose(office.district, "return_to_firm", rows)
    assert page.context["counts"] == {"can": 0, "asked": 2, "cannot": 0}
    filled = {"reason": "figures_differ", "opinion": "请核对研发费用"}
    page = send(office.district, "return_to_firm", page, "preview", **filled)
    assert page.context["counts"]["can"] == 2
    # What was edited after the preview is shown again, and not done.
    other = send(office.district, "return_to_firm", page, "confirm", **filled | {"opinion": "别"})
    assert "尚未办理" in text_of(other)
    assert states(rows) == ["submitted"] * 2
    send(office.district, "return_to_firm", page, "confirm", **filled)
    assert states(rows) == ["returned"] * 2
    last = Act.objects.filter(application=rows[0]).latest("pk")
    assert (last.reason, last.opinion) == ("figures_differ", "请核对研发费用")
    without = send(office.district, "return_to_firm", page, "preview", opinion="x")
    assert without.status_code == 400


def test_what_changed_meanwhile_is_shown_again(today: object) -> None:
    office = Office()
    rows = office.submitted(2)
    page = choose(office.district, "recommend", rows)
    page = send(office.district, "recommend", page, "preview", **WHY)
    do(Doing.RECOMMEND, rows[0], office.people.officer)
    again = send(office.district, "recommend", page, "confirm", **WHY)
    assert again.status_code == 409
    assert "办理了“推荐至市级”" in text_of(again)
    assert states(rows) == ["recommended", "submitted"]
    send(office.district, "recommend", again, "good", **WHY)
    assert states(rows) == ["recommended", "recommended"]


def test_all_that_is_filtered_at_once_with_few_queries(today: object) -> None:
    office = Office()
    for _ in range(2):
        office.submitted(3)
    where = "/cases/act/recommend/?show=waiting&state=submitted"
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            page = office.district.client.post(where, {"of": "filtered"})
        counted.append(len(captured))
        office.submitted(6)
    assert len(page.context["lines"]) == 12
    assert counted[1] <= counted[0] <= 30
    assert office.district.get(where).context["counts"]["asked"] == 18


def test_whose_act_it_is(today: object) -> None:
    office = Office()
    rows = office.submitted(1)
    choose(office.bureau, "recommend", rows, status=403)
    choose(auditor(), "recommend", rows, status=403)
    choose(office.district, "propose", rows, status=403)
    choose(office.district, "nothing", rows, status=404)
    choose(office.bureau, "publish", rows, status=403)
    # Seen, but of the other authority: the row says so.
    page = choose(office.science, "withdraw", rows)
    assert page.context["counts"]["cannot"] == 1
    assert "不由您的账号办理" in text_of(page)
    unseen = Office("seed").submitted(1, district="120111")
    choose(office.district, "recommend", unseen, status=400)
    assert office.district.client.get("/cases/act/recommend/?state=refused").status_code == 400


def test_certifying_says_which_firm_stands_in_the_way(today: object) -> None:
    office = Office("seed")
    one, other = office.recommended(2)
    do(Doing.PROPOSE, [one, other], office.people.reviewer)
    page = choose(office.decider, "certify", [one, other])
    assert "尚未持有前置称号" in text_of(page)
    for row in (one, other):
        make_certification(
            row.firm, "innovative", valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2027, 1, 1)
        )
    page = choose(office.decider, "certify", [one, other])
    assert page.context["counts"]["can"] == 2
    make_certification(other.firm, "seed", valid_to=None)
    refused = send(office.decider, "certify", page, "confirm")
    assert refused.status_code == 409
    assert states([one, other]) == ["proposed", "proposed"]
    assert [line.firm for line in refused.context["lines"] if line.why] == [other.firm.name]
    done = send(office.decider, "certify", refused, "good")
    assert "已办理 1 件" in text_of(done)
    assert states([one, other]) == ["certified", "proposed"]
