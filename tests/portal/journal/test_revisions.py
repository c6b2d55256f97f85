"""The list of revisions and the page of one: whose, how many, in which order."""

import datetime as dt

import pytest

from cultivation.firms import services
from cultivation.firms.models import Firm
from cultivation.journal.models import Revision
from cultivation.journal.services import revision
from cultivation.places.models import District
from cultivation.portal.journal import counting
from tests.factories import make_certification, make_firm, make_user, writing
from tests.portal.desk import Desk, auditor, bureau, officer
from tests.portal.lists import table

pytestmark = pytest.mark.django_db


def listed(desk: Desk, **query: str) -> dict[str, str]:
    """The reasons on the first page, with how many records the newest of each changed."""
    lines = reversed(desk.get("/journal/", **query).context["lines"])
    return {line.cells[4].text: line.cells[5].text for line in lines}


def both_districts(reason: str = "两区名单") -> Revision:
    with revision(reason=reason) as opened:
        for code in ("120111", "120104", "120104"):
            services.register(
                name=f"天津{Firm.objects.count()}有限公司", district=District.objects.get(pk=code)
            )
    return opened


@pytest.mark.parametrize("many", [2, 5000])
def test_an_officer_counts_only_what_can_be_read(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MANY", many)
    opened = both_districts()
    assert listed(bureau())["两区名单"] == "9"
    desk = officer("120111")
    assert listed(desk)["涉及多处的登记"] == "3"
    page = desk.get(f"/journal/{opened.number}/")
    assert page.context["total"] == 3
    assert sum(n for _name, _table, n in page.context["kinds"]) == 3
    with revision(reason="迁入西青"):
        services.move(
            firm=Firm.objects.residing(dt.date(2020, 1, 1), district="120104")[0],
            district=District.objects.get(pk="120111"),
            effective_on=dt.date(2020, 1, 2),
        )
    assert listed(desk)["涉及多处的登记"] == "6"
    assert desk.get(f"/journal/{opened.number}/").context["total"] == 6


def test_a_reason_that_may_not_be_read_is_not_found_and_not_exported() -> None:
    both_districts("南开名单.xlsx")
    desk = officer("120111")
    assert listed(desk, reason="南开名单") == {}
    assert listed(bureau(), reason="南开名单") == {"南开名单.xlsx": "9"}
    for kind in ("csv", "xlsx"):
        lines = table(desk, "/journal/", {}, kind)
        assert "南开名单" not in str(lines)
        assert "涉及多处的登记" in str(lines)


def test_kinds_are_those_that_can_be_read() -> None:
    make_certification(make_firm(district="120111"))

    def offered(desk: Desk) -> set[str]:
        facets = {f.name: o for f, o in desk.get("/journal/").context["facet_options"]}
        return {one.code for one in facets["kind"]}

    district, city, control = offered(officer("120111")), offered(bureau()), offered(auditor())
    assert {"firms_firm", "certification_certification", "ladders_tier"} <= district
    assert not district & {"access_user", "access_authority", "certification_batch"}
    assert city == control - {"access_user"}
    assert "access_user" in control
    assert listed(officer("120111"), kind="access_user") == {}
    assert listed(officer("120111"), kind="certification_certification") == {"涉及多处的登记": "1"}
    assert listed(bureau(), kind="access_user") == {}
    assert listed(auditor(), kind="access_user") != {}


def test_filters_narrow_together() -> None:
    actor = make_user("bureau", username="zhaoliu")
    firm = make_firm(district="120111")
    with revision(reason="更正地址", actor=actor, source="browser"):
        Firm.objects.filter(pk=firm.pk).update(address="某路1号")
    with revision(reason="更正他户", actor=actor, source="rest"):
        Firm.objects.filter(pk=make_firm().pk).update(address="某路1号")
    for desk in (bureau(), officer("120111")):
        found = listed(desk, actor="zhaoliu", firm=f"id-{firm.pk}", kind="firms_firm")
        assert found == {"更正地址": "1"}
        assert listed(desk, firm=str(firm.uscc), source="rest") == {}
    assert set(listed(bureau(), actor="zhaoliu")) == {"更正地址", "更正他户"}
    assert listed(officer("120104"), firm=f"id-{firm.pk}") == {}


def test_newest_first_by_data_version() -> None:
    for number in range(3):
        with writing(f"第{number}次"):
            make_firm()
    cells = [line.cells[0].text for line in bureau().get("/journal/").context["lines"]]
    assert cells == sorted(cells, key=int, reverse=True)


def test_entries_stand_by_kind_a_hundred_a_page() -> None:
    with writing("大名单") as opened:
        for number in range(60):
            make_firm(f"天津{number:03}号有限公司", district="120111")
    desk = officer("120111")
    address = f"/journal/{opened.number}/"
    first, second = desk.get(address), desk.get(address, page="2")
    kinds = [[group.kind for group in page.context["groups"]] for page in (first, second)]
    assert kinds == [["企业", "企业名称"], ["企业名称", "住所"]]
    sizes = [[len(group.entries) for group in page.context["groups"]] for page in (first, second)]
    assert sizes == [[60, 40], [20, 60]]
    assert first.context["next_address"] == "?page=2"
    assert second.context["previous_address"] == "?page=1"
    only = desk.get(address, kind="firms_residence")
    assert [group.kind for group in only.context["groups"]] == ["住所"]
    assert only.context["next_address"] == ""
    for name, value in (("kind", "none"), ("page", "-1"), ("kinds", "firms_firm")):
        desk.get(address, status=400, **{name: value})


def test_a_revision_that_says_nothing_to_the_reader_is_not_there() -> None:
    make_firm(district="120104")
    foreign = Revision.objects.latest("pk")
    with revision(reason="空") as empty:
        pass
    officer("120111").get(f"/journal/{foreign.number}/", status=404)
    officer("120111").get(f"/journal/{empty.number}/", status=404)
    assert "空" in bureau().read(f"/journal/{empty.number}/")
    account = make_user("client")
    of_account = Revision.objects.filter(entries__row_key=account.pk).latest("pk")
    bureau().get(f"/journal/{of_account.number}/", status=404)
    auditor().get(f"/journal/{of_account.number}/")


def test_a_firm_that_came_brings_its_journal_and_one_that_left_takes_it_along() -> None:
    firm = make_firm("天津迁徙有限公司", district="120104")
    with revision(reason="南开旧事"):
        Firm.objects.filter(pk=firm.pk).update(address="南开某路")
    old, new = officer("120104"), officer("120111")
    assert "南开旧事" in listed(old)
    assert "南开旧事" not in listed(new)
    with revision(reason="迁移"):
        services.move(
            firm=firm, district=District.objects.get(pk="120111"), effective_on=dt.date(2020, 1, 1)
        )
    assert "南开旧事" not in listed(old)
    assert "南开旧事" in listed(new)
