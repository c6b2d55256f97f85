"""Reference data edited in the admin: with a reason, in one revision, refused in words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from cultivation.firms.models import Industry
from cultivation.journal.models import Entry, Revision
from cultivation.journal.selectors import data_version
from cultivation.ladders.models import Ladder, Tier
from cultivation.places.models import Block, District, Grouping, PlaceAlias
from cultivation.problems import Problem
from cultivation.targets.models import PublishedFigure
from tests.factories import writing
from tests.portal.test_reference import load
from tests.records.conftest import address

pytestmark = pytest.mark.django_db
REASON = "津工信规〔2026〕1号"


@pytest.fixture
def keeper(enter: Callable[[str], Client]) -> Client:
    """The account that keeps the reference data."""
    return enter("superuser")


def filled(client: Client, page: str, **changes: Any) -> dict[str, Any]:
    """What the form of ``page`` would send, with ``changes``; None leaves a field out."""
    form = client.get(page).context["adminform"].form
    data: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value not in (None, ""):
            data[field.name] = (
                [getattr(one, "pk", one) for one in value]
                if isinstance(value, list | tuple)
                else value
            )
    for formset in client.get(page).context["inline_admin_formsets"]:
        data |= {
            f"{formset.formset.prefix}-{name}": value
            for name, value in formset.formset.management_form.initial.items()
        }
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def send(client: Client, page: str, **changes: Any) -> Any:
    return client.post(page, filled(client, page, **changes))


def errors(response: Any) -> str:
    return " ".join(str(one) for one in response.context["errors"])


def test_a_tier_is_changed_in_a_revision(keeper: Client, accounts: Any) -> None:
    page = address(Tier, "change", "seed")
    version = data_version()
    response = send(keeper, page, short_name="种子企业", reason=REASON)
    assert response.status_code == 302, errors(response)
    newest = Revision.objects.latest("id")
    assert (newest.reason, newest.source, newest.actor_name) == (
        REASON, "browser", accounts["superuser"].username,
    )  # fmt: skip
    assert data_version() == version + 1
    # Only what changed is written: naming the rank would count everything anew.
    entry = Entry.objects.get(revision=newest)
    assert (entry.row_key, entry.after) == ("seed", {"short_name": "种子企业"})


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_without_a_reason_nothing_is_written(keeper: Client, reason: str | None) -> None:
    version = data_version()
    for model, key in ((Tier, "seed"), (Ladder, "quality_sme"), (Industry, "C")):
        response = send(keeper, address(model, "change", key), name_zh="改", reason=reason)
        assert response.status_code == 200
        assert "reason" in response.context["adminform"].form.errors
    assert data_version() == version


def test_saving_without_a_change_is_no_revision(keeper: Client) -> None:
    version = data_version()
    response = send(keeper, address(Tier, "change", "seed"), reason=REASON)
    assert "没有修改任何内容" in errors(response)
    assert data_version() == version


def test_codes_are_fixed_once_given(keeper: Client) -> None:
    page = address(Tier, "change", "seed")
    assert "code" not in keeper.get(page).context["adminform"].form.fields
    send(keeper, page, code="other", ladder="cheetah", note="改", reason=REASON)
    tier = Tier.objects.get(pk="seed")
    assert (tier.ladder_id, tier.note) == ("quality_sme", "改")
    assert not Tier.objects.filter(pk="other").exists()


def test_a_constraint_speaks_in_its_own_words(keeper: Client) -> None:
    response = send(keeper, address(Tier, "change", "seed"), rank=1, reason=REASON)
    assert response.status_code == 200
    assert "该梯度已有此位次的层级" in errors(response)
    assert Tier.objects.get(pk="seed").rank == 2


@pytest.mark.parametrize(
    ("refusal", "said"),
    [(IntegrityError("x"), "数据库拒绝了此次修改"), (Problem("no", "不行，请核对。"), "不行")],
)
def test_what_is_refused_while_writing_comes_back_as_the_form(
    keeper: Client, monkeypatch: pytest.MonkeyPatch, refusal: Exception, said: str
) -> None:
    page = address(Tier, "change", "seed")
    data = filled(keeper, page, note="改", reason=REASON)

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise refusal

    monkeypatch.setattr(Tier, "save", refuse)
    version = data_version()
    response = keeper.post(page, data)
    assert response.status_code == 200
    assert said in errors(response)
    assert data_version() == version


def test_a_life_ends_after_it_begins(keeper: Client) -> None:
    response = send(
        keeper, address(Grouping, "change", "block4"), valid_to="2022-12-31", reason=REASON
    )
    assert "截止日期必须晚于起始日期" in errors(response)


def test_a_row_and_its_links_are_added_in_one_revision(keeper: Client) -> None:
    version = data_version()
    response = send(
        keeper, address(Block, "add"), code="block4.new", grouping="block4", name_zh="新",
        name_en="New", position=9, districts=["120101", "120102"], reason=REASON,
    )  # fmt: skip
    assert response.status_code == 302, errors(response)
    assert data_version() == version + 1
    assert Entry.objects.filter(revision=Revision.objects.latest("id")).count() == 3


@pytest.mark.parametrize("code", ["a,b", "新", "a b", "/x", ""])
def test_codes_are_codes(keeper: Client, code: str) -> None:
    response = send(
        keeper, address(Grouping, "add"), code=code, name_zh="新", name_en="New", reason=REASON
    )
    assert response.status_code == 200
    assert "code" in response.context["adminform"].form.errors


def test_what_people_added_can_be_deleted_while_nothing_refers_to_it(keeper: Client) -> None:
    send(keeper, address(Grouping, "add"), code="mine", name_zh="新", name_en="New", reason=REASON)
    page = address(Grouping, "delete", "mine")
    assert keeper.get(page).status_code == 200
    with writing():
        block = Block.objects.create(code="b", grouping_id="mine", name_zh="一", position=1)
    assert keeper.post(page, {"reason": REASON}).status_code == 409
    with writing():
        block.delete()
    assert keeper.post(page, {}).status_code == 200
    assert Grouping.objects.filter(pk="mine").exists()
    assert keeper.post(page, {"reason": REASON}).status_code == 302
    assert not Grouping.objects.filter(pk="mine").exists()
    newest = Revision.objects.latest("id")
    assert (newest.reason, newest.source) == (REASON, "browser")


@pytest.mark.parametrize(
    ("model", "key", "said"),
    [
        (Tier, "seed", "停用请填写“终止（失效首日）”"),
        (Ladder, "quality_sme", "停用请填写“终止（失效首日）”"),
        (Grouping, "block4", "停用请填写"),
        (Block, "block4.ring", "不能删除"),
        (PlaceAlias, "自贸区", "不能删除"),
        (Industry, "C", "不能删除"),
    ],
)
def test_what_came_from_the_files_stays(keeper: Client, model: Any, key: str, said: str) -> None:
    assert "deletelink" not in keeper.get(address(model, "change", key)).content.decode()
    response = keeper.post(address(model, "delete", key), {"reason": REASON})
    assert response.status_code == 409
    assert said in response.content.decode()
    assert model.objects.filter(pk=key).exists()


def test_districts_and_targets_are_not_edited_here(keeper: Client) -> None:
    for page in ("change", "delete"):
        response = keeper.post(address(District, page, "120101"), {"reason": REASON})
        assert response.status_code == 403
    assert keeper.get(address(PublishedFigure, "add")).status_code == 403


def test_a_published_figure_is_mended(keeper: Client) -> None:
    figure = PublishedFigure.objects.order_by("code")[0]
    page = address(PublishedFigure, "change", figure.pk)
    response = send(keeper, page, value=figure.value + 1, reason=REASON)
    assert response.status_code == 302, errors(response)
    wrong = send(keeper, page, value=1, op="<", reason=REASON)
    assert "op" in wrong.context["adminform"].form.errors
    figure.refresh_from_db()
    version = data_version()
    load()
    assert PublishedFigure.objects.get(pk=figure.pk).value == figure.value
    assert data_version() == version


def test_what_people_changed_stays_when_the_files_are_loaded_again(keeper: Client) -> None:
    send(keeper, address(Tier, "change", "seed"), note="改", reason=REASON)
    send(keeper, address(PlaceAlias, "change", "自贸区"), note="改", reason=REASON)
    ring = ["120110", "120111"]
    # Of the block only its links change: that too is what people want.
    send(keeper, address(Block, "change", "block4.ring"), districts=ring, reason=REASON)
    version = data_version()
    said = load()
    assert "ladders/tiers.csv: 1 rows were changed by people and stay: seed" in said
    assert "stay: 自贸区" in said
    assert "stay: block4.ring" in said
    assert data_version() == version
    assert Tier.objects.get(pk="seed").note == "改"
    block = Block.objects.get(pk="block4.ring")
    assert sorted(district.pk for district in block.districts.all()) == ring
