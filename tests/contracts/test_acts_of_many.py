"""One act on many applications over REST: all or none, or those that can be."""

from typing import Any

import pytest

from cultivation.certification.flow.states import State
from cultivation.certification.models import Application, Batch
from tests.certification.cases import make_application, make_batch
from tests.contracts.addresses import url
from tests.contracts.casework import Office, fields, put_into
from tests.contracts.test_schema import check, document
from tests.factories import make_firm, writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
__all__ = ["document"]


@pytest.fixture
def cases(office: Office) -> list[Application]:
    batch = make_batch()
    made = [make_application(batch, office.users["officer"]) for _ in range(4)]
    for one in made:
        put_into(one, State.SUBMITTED)
    return made


def bulk(office: Office, name: str, act: str, ids: Any, **said: Any) -> Any:
    return office[name].post(url("applications/acts/"), {"act": act, "applications": ids} | said)


SAID = {"opinion": "同意", "differs": "人工核实"}


def test_all_or_none(office: Office, cases: list[Application], document: dict[str, Any]) -> None:
    put_into(cases[2], State.RECOMMENDED)
    ids = [one.pk for one in cases]
    refused = bulk(office, "officer", "recommend", ids, **SAID)
    assert refused.status_code == 409
    errors = refused.json()["errors"]
    assert [(e["field"], e["value"], e["code"]) for e in errors] == [
        ("applications", str(cases[2].pk), "changed_meanwhile")
    ]
    assert set(Application.objects.values_list("version", flat=True)) == {0}
    kept = bulk(office, "officer", "recommend", ids, on_refusal="keep_good", **SAID)
    assert kept.status_code == 200
    told = kept.json()
    check(document, {"$ref": "#/components/schemas/Bulk"}, told, "bulk")
    assert (told["done"], told["refused"]) == (3, 1)
    assert [row["done"] for row in told["results"]] == [True, True, False, True]
    assert told["results"][2]["refused"][0]["code"] == "changed_meanwhile"
    assert told["results"][0]["version"] == 1


def test_those_out_of_scope_are_not_there(office: Office, cases: list[Application]) -> None:
    foreign = make_application(
        cases[0].batch, office.users["stranger"], make_firm(district="120111")
    )
    put_into(foreign, State.SUBMITTED)
    ids = [foreign.pk, cases[0].pk, 10**12]
    refused = bulk(office, "officer", "recommend", ids, **SAID)
    assert refused.status_code == 404
    texts = {e["value"]: (e["code"], e["message"]) for e in refused.json()["errors"]}
    assert texts[str(foreign.pk)] == texts[str(10**12)]
    kept = bulk(office, "officer", "recommend", ids, on_refusal="keep_good", **SAID).json()
    assert (kept["done"], kept["refused"]) == (1, 2)
    foreign.refresh_from_db()
    assert foreign.version == 0
    none = bulk(office, "officer", "recommend", [foreign.pk], on_refusal="keep_good", **SAID)
    assert none.status_code == 404


@pytest.mark.parametrize(
    ("ids", "more", "field"),
    [
        ([], {}, "applications"),
        ([1, 1], {}, "applications"),
        ([10**30], {}, "applications"),
        (["1"], {}, "applications"),
        ({"1": 1}, {}, "applications"),
        (list(range(1, 2002)), {}, "applications"),
        ([1], {"on_refusal": "all"}, "on_refusal"),
        ([1], {"opinions": {}}, "opinions"),
        ([1], {"act": "publish"}, "applications"),
    ],
)
def test_a_wrong_list_is_refused(
    office: Office, ids: Any, more: dict[str, Any], field: str
) -> None:
    answer = bulk(office, "reviewer", **({"act": "propose", "ids": ids} | more))
    assert answer.status_code in (400, 404)
    assert field in fields(answer)


def test_acts_of_others_are_refused_for_many_too(office: Office, cases: list[Application]) -> None:
    ids = [one.pk for one in cases]
    for name, status in {"reviewer": 403, "filer": 403, "scientist": 403, "auditor": 403,
                         "expert": 403, "stranger": 404, "anonymous": 401}.items():  # fmt: skip
        assert bulk(office, name, "recommend", ids, **SAID).status_code == status, name
    assert bulk(office, "reviewer", "publish", ids).json()["code"] == "done_elsewhere"


def test_the_quota_is_counted(office: Office, cases: list[Application]) -> None:
    with writing():
        Batch.objects.filter(pk=cases[0].batch_id).update(quota=3)
    for one in cases:
        put_into(one, State.RECOMMENDED)
    ids = [one.pk for one in cases]
    told = bulk(office, "reviewer", "propose", ids, on_refusal="keep_good", **SAID).json()
    assert [row["done"] for row in told["results"]] == [True, True, True, False]
    assert told["results"][3]["refused"][0]["code"] == "quota_used_up"
