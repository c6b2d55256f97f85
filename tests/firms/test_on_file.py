"""Acts on firms: what is put on file, and what stays."""

import pytest

from cultivation.firms import services
from cultivation.firms.models import Firm, FirmEvent, FirmIndustry, Residence
from cultivation.journal.services import revision
from cultivation.places.models import District
from tests.scenarios.story import code, day, deregistered, given_firm, renamed, reported

pytestmark = pytest.mark.django_db


def test_a_registered_firm_has_its_name_place_and_industry_since_ever() -> None:
    firm = given_firm(" 天津 甲 ", zone="120116402", district="120116", industry="39")
    (name,) = firm.names.all()
    assert (name.name, name.valid_from, name.valid_to) == ("天津 甲", None, None)
    residence = Residence.objects.get(firm=firm)
    assert (residence.district_id, residence.zone_id) == ("120116", "120116402")
    assert residence.valid_from is None
    assert FirmIndustry.objects.get(firm=firm).industry_id == "39"


def test_a_code_is_kept_as_it_is_shown() -> None:
    assert given_firm("天津甲", code=f" {code(7).lower()} ").uscc == code(7)


def test_two_firms_may_both_wait_for_their_codes() -> None:
    assert given_firm("天津甲").code_pending
    assert given_firm("天津乙").code_pending


def test_a_code_given_later_is_a_correction() -> None:
    firm = given_firm("天津甲")
    with revision(reason="code"):
        event = services.correct(firm=firm, changes={"uscc": code(3)}, reason="补录")
    firm.refresh_from_db()
    assert firm.uscc == code(3)
    assert (event.before, event.after) == ({"uscc": None}, {"uscc": code(3)})


def test_a_code_given_wrongly_is_taken_back(firm: Firm) -> None:
    with revision(reason="code"):
        services.correct(firm=firm, changes={"uscc": ""}, reason="他企代码")
    firm.refresh_from_db()
    assert firm.uscc is None


def test_the_name_of_a_closed_firm_may_be_taken(firm: Firm, other: Firm) -> None:
    name = other.name
    deregistered(other, on="2023-05-10")
    renamed(firm, name, on="2024-01-01")
    firm.refresh_from_db()
    assert firm.name == name


def test_a_loss_is_no_wrong_figure(firm: Firm) -> None:
    assert reported(firm, 2022, net_profit=-20).net_profit == -20


def test_figures_not_named_stay(firm: Firm) -> None:
    reported(firm, 2022, staff=15, revenue=200)
    assert reported(firm, 2022, revenue=250).staff == 15


def test_an_event_belongs_to_the_revision_that_was_open(firm: Firm) -> None:
    with revision(reason="迁址") as opened:
        event = services.move(
            firm=firm,
            district=District.objects.get(pk="120110"),
            effective_on=day("2023-05-10"),
            reason="扩产",
            document="津市监〔2023〕1号",
        )
    assert event.revision == opened
    assert (event.kind, event.reason) == (FirmEvent.Kind.MOVE, "扩产")
    assert event.before["district_id"] == "120111"
    assert event.after["district_id"] == "120110"


def test_a_merged_firm_names_its_successor(firm: Firm, other: Firm) -> None:
    with revision(reason="merge"):
        event = services.merge(firm=firm, into=other, effective_on=day("2023-05-10"))
    firm.refresh_from_db()
    assert (firm.closed_on, firm.merged_into) == (day("2023-05-10"), other)
    assert event.other == other


def test_a_preview_writes_nothing(firm: Firm, other: Firm) -> None:
    services.preview_merge(firm=firm, into=other, effective_on=day("2023-05-10"))
    firm.refresh_from_db()
    assert firm.closed_on is None


def test_services_write_only_inside_a_revision(firm: Firm) -> None:
    place = District.objects.get(pk="120110")
    with pytest.raises(Exception, match="revision"):
        services.move(firm=firm, district=place, effective_on=day("2023-05-10"))
