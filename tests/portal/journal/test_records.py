"""The journal of any record, and its newest revisions on the record's own page."""

import datetime as dt
from urllib.parse import quote

import pytest
import time_machine

from cultivation.access.models import User
from cultivation.firms.models import Residence
from cultivation.journal.services import revision
from cultivation.ladders.models import Tier
from cultivation.places.models import PlaceAlias
from cultivation.targets.models import Target
from tests.factories import make_certification, make_firm, make_user, writing
from tests.portal.desk import Desk, auditor, bureau, officer

pytestmark = pytest.mark.django_db
TARGET = "2025-12-31.seed.city"


def at(year: int, month: int, day: int) -> time_machine.travel:
    return time_machine.travel(dt.datetime(year, month, day, 2, tzinfo=dt.UTC), tick=False)


def test_a_record_of_a_firm_is_for_whoever_sees_the_firm() -> None:
    held = make_certification(make_firm("天津甲有限公司", district="120111"), batch="某批次")
    address = f"/journal/of/certification_certification/{held.pk}/"
    for desk in (officer("120111"), bureau(), auditor()):
        page = desk.read(address)
        assert "天津甲有限公司" in page
        assert "某批次" in page
    officer("120104").get(address, status=404)


def test_what_is_public_is_for_everybody() -> None:
    with revision(reason="改英文名称"):
        Tier.objects.filter(pk="seed").update(name_en="Seedling")
    page = officer().read("/journal/of/ladders_tier/seed/")
    for words in ("改英文名称", "Seedling", "专精特新“种子”企业"):
        assert words in page


def test_accounts_are_for_those_who_look_after_them() -> None:
    account = make_user("district", district="120111", username="zhangsan")
    address = f"/journal/of/access_user/{account.pk}/"
    page = auditor().read(address)
    assert "zhangsan" in page
    assert "***" in page
    assert "argon2" not in page
    for desk in (bureau(), officer("120111")):
        desk.get(address, status=404)
        assert "zhangsan" not in desk.read("/journal/")


@pytest.mark.parametrize(
    "record",
    [
        "ladders_tier/none",
        "ladders_tier/",
        "nothing/1",
        "journal_entry/1",
        "auth_group/1",
        "firms_firm/99999999999999999999999",
        "firms_firm/x",
        "firms_firm/%00",
        "ladders_tier",
    ],
)
def test_what_is_not_there_is_not_found(record: str) -> None:
    auditor().get(f"/journal/of/{record}/", status=404)


def test_a_key_of_many_signs() -> None:
    with revision(reason="别名"):
        PlaceAlias.objects.create(text="某/园区 100%", district_id="120111")
    assert "某/园区 100%" in auditor().read(
        f"/journal/of/places_placealias/{quote('某/园区 100%')}/"
    )


def test_a_record_as_it_was_on_file() -> None:
    with at(2025, 3, 1):
        firm = make_firm(district="120101")
    home = Residence.objects.get(firm=firm)
    with at(2025, 6, 1), writing():
        Residence.objects.filter(pk=home.pk).update(district="120111")
    address = f"/journal/of/firms_residence/{home.pk}/"

    def on_file(day: str) -> list[str]:
        desk = bureau()
        tables = desk.get(address, recorded=day).context["on_file"]
        return [value for table in tables for _head, value in table.pairs]

    assert "和平区" in on_file("2025-05-31")
    assert "西青区" in on_file("2025-06-01")
    assert on_file("2025-02-28") == []


@pytest.mark.parametrize("query", ["recorded=2100-01-01", "page=0", "page=x", "day=2025-01-01"])
def test_what_cannot_be_asked_is_refused(query: str) -> None:
    firm = make_firm()
    desk = bureau()
    for address in (f"/firms/{firm.pk}/journal/", "/journal/of/ladders_tier/seed/"):
        name, value = query.split("=")
        desk.get(address, status=400, **{name: value})


def test_a_firm_shows_its_newest_revisions() -> None:
    firm = make_firm("天津甲有限公司", district="120111")
    with revision(reason="更正地址", actor=make_user("bureau", username="zhaoliu")):
        type(firm).objects.filter(pk=firm.pk).update(address="某路1号")
    with revision(reason="几个区一起更正"):
        type(firm).objects.update(address="某路2号")
    make_firm(district="120104")
    with revision(reason="几个区又一起更正"):
        type(firm).objects.update(address="某路3号")
    page = officer("120111").get(f"/firms/{firm.pk}/")
    reasons = [one.reason for one in page.context["revisions"]]
    assert reasons == ["涉及多处的登记", "几个区一起更正", "更正地址", "test"]
    assert page.context["journal_address"] == f"/firms/{firm.pk}/journal/"
    newest = bureau().get(f"/firms/{firm.pk}/").context["revisions"][0]
    assert newest.reason == "几个区又一起更正"


def test_a_target_shows_its_newest_revisions() -> None:
    with revision(reason="市政府文件调整"):
        Target.objects.filter(pk=TARGET).update(value=3100)
    for desk in (bureau(), officer()):
        page = desk.get(f"/targets/{TARGET}/")
        assert page.context["revisions"][0].reason == "市政府文件调整"
        assert f"/journal/of/targets_target/{TARGET}/" in page.content.decode()
        assert "3100" in desk.read(f"/journal/of/targets_target/{TARGET}/").replace(",", "")


def test_an_account_shows_its_newest_revisions() -> None:
    account: User = make_user("district", username="lisi")
    with revision(reason="调往其他岗位"):
        account.is_active = False
        account.save()
    page = auditor().get(f"/officers/{account.pk}/")
    assert page.context["revisions"][0].reason == "调往其他岗位"


def test_who_made_a_revision_reads_its_reason() -> None:
    desk: Desk = officer("120111")
    firm = make_firm(district="120111")
    make_firm(district="120104")
    with revision(reason="我的更正", actor=desk.user):
        type(firm).objects.update(address="某路1号")
    assert "我的更正" in desk.read(f"/firms/{firm.pk}/journal/")
    assert "我的更正" not in officer("120111").read(f"/firms/{firm.pk}/journal/")
