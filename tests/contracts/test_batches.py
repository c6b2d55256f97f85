"""Batches over REST: opened, edited, their standard changed, closed; by their bureau alone."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cultivation.certification.models import Batch, Procedure
from cultivation.certification.models.batch import Criterion
from cultivation.journal.models import Revision
from tests.certification.cases import make_application, make_batch
from tests.contracts.addresses import url
from tests.contracts.casework import MORNING, Office, fields, put_into
from tests.contracts.test_schema import check, document
from tests.factories import writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
__all__ = ["document"]
CALL = {
    "tier": "specialized",
    "name": "2026年第二批",
    "files_from": "2026-06-10",
    "files_to": "2026-07-10",
}
CHANGE: dict[str, Any] = {
    "document": "津工信中小企服〔2026〕9号",
    "reason": "支持初创期企业",
    "acts": ["new", "renewal"],
    "changes": [{"criterion": "c2a", "value": "1000"}, {"criterion": "c1", "waive": True}],
}
EDIT: dict[str, Any] = {"quota": 300, "reason": "增加名额"}
WHY = {"reason": "已办完"}


@pytest.fixture
def batch() -> Batch:
    return make_batch("specialized")


def writes(batch: Batch) -> list[tuple[str, str, dict[str, Any]]]:
    """Everything that is written about a batch: method, address, body."""
    here = f"batches/{batch.pk}"
    return [
        ("post", "batches/", CALL),
        ("patch", f"{here}/", EDIT),
        ("post", f"{here}/overrides/", CHANGE),
        ("put", f"{here}/overrides/call-1/", CHANGE),
        ("post", f"{here}/overrides/call-1/remove/", WHY),
        ("post", f"{here}/close/", WHY),
        ("post", f"{here}/reopen/", WHY),
    ]


def send(office: Office, name: str, method: str, address: str, said: Any, **headers: str) -> Any:
    return getattr(office[name], method)(url(address), said, headers=headers)


def test_opened_edited_closed_and_opened_again(office: Office, document: dict[str, Any]) -> None:
    made = send(office, "reviewer", "post", "batches/", CALL | {"criteria": [
        {"name": "创新能力", "full_marks": "100", "weight": 60},
        {"name": "市场", "full_marks": 50, "weight": "40"}]})  # fmt: skip
    assert made.status_code == 201, made.content
    told = made.json()
    here = f"batches/{told['id']}/"
    assert made["Location"].endswith(f"/api/v1/{here}")
    check(document, {"$ref": "#/components/schemas/WrittenBatch"}, told, "batch")
    assert (told["kind"], told["takes_today"], told["overrides"]) == ("both", True, [])
    assert [one["weight"] for one in told["criteria"]] == ["60.00", "40.00"]
    read = office["auditor"].get(url(here))
    check(document, {"$ref": "#/components/schemas/BatchDetail"}, read.json(), "batch")
    assert read["ETag"] == made["ETag"]
    said = EDIT | {"standard": "specialized-2026.1", "review_due_on": "2027-02-01"}
    edited = send(office, "decider", "patch", here, said, **{"If-Match": read["ETag"]})
    assert edited.status_code == 200, edited.content
    assert (edited.json()["quota"], edited.json()["standard"]) == (300, "specialized-2026.1")
    # What is not named stays.
    assert edited.json()["criteria"] == told["criteria"]
    assert [one["code"] for one in edited.json()["warnings"]] == ["calendar_to_come"]
    assert Revision.objects.order_by("-id")[0].reason.endswith("增加名额")
    stale = send(office, "decider", "patch", here, EDIT, **{"If-Match": read["ETag"]})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
    nothing: dict[str, Any] = {"quota": None, "criteria": [], "reason": "无"}
    cleared = send(office, "decider", "patch", here, nothing)
    assert (cleared.json()["quota"], cleared.json()["criteria"]) == (None, [])
    assert not Criterion.objects.filter(batch=told["id"]).exists()
    closed = send(office, "reviewer", "post", f"{here}close/", WHY)
    assert closed.json()["closed_on"] == "2026-06-15"
    again = send(office, "reviewer", "post", f"{here}close/", WHY)
    assert (again.status_code, again.json()["code"]) == (409, "closed_already")
    late = send(office, "reviewer", "post", f"{here}overrides/", CHANGE)
    assert (late.status_code, late.json()["code"]) == (409, "batch_closed")
    opened = send(office, "reviewer", "post", f"{here}reopen/", WHY, **{"If-Match": closed["ETag"]})
    assert opened.json()["closed_on"] is None


def test_the_standard_is_changed_and_holds_again(
    office: Office, batch: Batch, document: dict[str, Any]
) -> None:
    open_case, passed = (make_application(batch, office.users["officer"]) for _ in range(2))
    put_into(passed, "proposed")
    here = f"batches/{batch.pk}/overrides/"
    preview = send(office, "reviewer", "post", here, CHANGE | {"preview": True})
    assert (preview.status_code, preview.has_header("ETag")) == (200, False)
    assert preview.json()["effects"] == {"judged": 1, "kept": 1, "moved": []}
    batch.refresh_from_db()
    assert batch.overrides == []
    made = send(office, "reviewer", "post", here, CHANGE)
    assert made.status_code == 201, made.content
    check(document, {"$ref": "#/components/schemas/Overridden"}, made.json(), "overridden")
    (one,) = made.json()["batch"]["overrides"]
    assert (one["code"], one["document"], one["reason"]) == (
        "call-1", CHANGE["document"], CHANGE["reason"],
    )  # fmt: skip
    assert [(c["criterion"], c["what"], c["value"]) for c in one["changes"]] == [
        ("c2a", "threshold", "1000"), ("c1", "waived", None),
    ]  # fmt: skip
    listed = office["officer"].get(url(here))
    assert listed.json()["overrides"] == [one]
    assert listed["ETag"] == made["ETag"]
    check(document, {"$ref": "#/components/schemas/Overrides"}, listed.json(), "overrides")
    (filed,) = listed.json()["filed"]
    assert (filed["standard"], filed["acts"]) == ("specialized-2026.1", ["new", "renewal"])
    criteria = {c["criterion"]: c for c in filed["criteria"]}
    assert [criteria["c2a"][name] for name in ("value", "unit", "waivable")] == [
        "1500", "万元", False,
    ]  # fmt: skip
    assert (criteria["title"]["acts"], criteria["title"]["value"]) == (["new"], None)
    other = CHANGE | {"changes": [{"criterion": "c2a", "value": 1200.5}]}
    stale = send(office, "reviewer", "put", f"{here}call-1/", other, **{"If-Match": '"x"'})
    assert stale.status_code == 412
    put = send(office, "reviewer", "put", f"{here}call-1/", other, **{"If-Match": made["ETag"]})
    assert put.json()["batch"]["overrides"][0]["changes"][0]["value"] == "1200.5"
    key = {"Idempotency-Key": "twice"}
    twice = send(office, "reviewer", "post", here, CHANGE, **key)
    assert (twice.status_code, twice.json()["code"]) == (409, "overridden_already")
    assert fields(twice) == {"changes": "overridden_already"}
    swapped = send(office, "reviewer", "patch", f"batches/{batch.pk}/",
                   {"standard": "specialized-2022.1", "reason": "按旧标准"})  # fmt: skip
    assert (swapped.status_code, swapped.json()["code"]) == (409, "overridden")
    gone = send(office, "reviewer", "put", f"{here}call-9/", other)
    assert (gone.status_code, gone.json()["code"]) == (404, "override_unknown")
    back = send(office, "reviewer", "post", f"{here}call-1/remove/", WHY)
    assert back.json()["batch"]["overrides"] == []
    # What stood against it is gone: under the same key it is done now.
    assert send(office, "reviewer", "post", here, CHANGE, **key).status_code == 201
    assert open_case.batch_id == batch.pk


def test_who_may_write(office: Office, batch: Batch) -> None:
    with writing():
        foreign = make_batch("specialized", "另一批次")
    for method, address, said in writes(foreign):
        for name, status in (
            ("anonymous", 401), ("reader", 403), ("filer", 403), ("officer", 403),
            ("auditor", 403), ("expert", 403), ("scientist", 403),
        ):  # fmt: skip
            answer = send(office, name, method, address, said)
            assert answer.status_code == status, (name, method, address, answer.content)
            assert answer["Content-Type"] == "application/problem+json"
    told = send(office, "scientist", "patch", f"batches/{batch.pk}/", EDIT)
    assert "主管部门" in told.json()["detail"]
    assert Batch.objects.count() == 2
    assert not Batch.objects.filter(quota=EDIT["quota"]).exists()
    assert not Batch.objects.exclude(overrides=[], closed_on=None).exists()
    for method, address, said in writes(batch)[1:]:
        nowhere = address.replace(f"batches/{batch.pk}/", "batches/999999/")
        assert send(office, "reviewer", method, nowhere, said).status_code == 404
        asked = send(office, "reviewer", method, f"{address}?dry_run=1", said)
        assert asked.json()["code"] == "invalid_parameters"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"tier": "no_such"}, {"tier": "unknown_value"}),
        ({"name": "  "}, {"name": "required"}),
        ({"name": "长" * 101}, {"name": "not_a_text"}),
        ({"files_from": "10.6.2026"}, {"files_from": "invalid_date"}),
        ({"files_to": None}, {"files_to": "required"}),
        ({"files_to": "2026-06-01"}, {"files_to": "window_order"}),
        ({"quota": 0}, {"quota": "not_positive"}),
        ({"quota": 1_000_001}, {"quota": "too_large"}),
        ({"quota": "9"}, {"quota": "not_a_whole_number"}),
        ({"publicity_days": 61}, {"publicity_days": "too_large"}),
        ({"kind": "old"}, {"kind": "unknown_value"}),
        ({"standard": "no-such.1"}, {"standard": "unknown_value"}),
        ({"standard": 7}, {"standard": "unknown_value"}),
        ({"standard": "innovative-2022.1"}, {"standard": "standard_other"}),
        ({"criteria": [{"name": "创新"}]}, {"criteria": "not_a_list"}),
        ({"criteria": "创新"}, {"criteria": "not_a_list"}),
        ({"criteria": [{"name": "创新", "full_marks": "x", "weight": 1}]},
         {"criteria": "not_a_number"}),
        ({"criteria": [{"name": "创新", "full_marks": 10_000, "weight": 100}]},
         {"criteria": "too_large"}),
        ({"criteria": [{"name": "创新", "full_marks": 9, "weight": 90}]}, {"criteria": "weights"}),
        ({"overrides": []}, {"overrides": "unknown_field"}),
        ({"closed_on": "2026-06-15"}, {"closed_on": "unknown_field"}),
    ],
)  # fmt: skip
def test_what_a_call_cannot_say(
    office: Office, change: dict[str, Any], wrong: dict[str, str]
) -> None:
    answer = send(office, "reviewer", "post", "batches/", CALL | change)
    assert (answer.status_code, fields(answer)) == (400, wrong), answer.content
    assert not Batch.objects.filter(name=CALL["name"]).exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"changes": []}, "nothing_set"),
        ({"changes": "c1"}, "not_a_list"),
        ({"changes": [{"criterion": "c1"}]}, "value_or_waive"),
        ({"changes": [{"criterion": "c1", "waive": False}]}, "value_or_waive"),
        ({"changes": [{"criterion": "c1", "waive": True, "value": "1"}]}, "value_or_waive"),
        ({"changes": [{"criterion": "c1", "value": None}]}, "not_a_number"),
        ({"changes": [{"criterion": "c1", "value": {}}]}, "not_a_number"),
        ({"changes": [{"criterion": [], "waive": True}]}, "not_a_text"),
        ({"changes": [{"criterion": "no-such", "waive": True}]}, "criterion_unknown"),
        ({"changes": [{"criterion": "c2a", "waive": True}]}, "waives_alternative"),
        ({"changes": [{"criterion": "title", "value": "1"}]}, "threshold_none"),
        ({"acts": []}, "not_a_list"),
        ({"acts": ["old"]}, "unknown_value"),
        ({"document": ""}, "required"),
        ({"reason": None}, "required"),
        ({"preview": 1}, "not_a_flag"),
        ({"code": "x"}, "unknown_field"),
    ],
)
def test_what_no_document_can_change(
    office: Office, batch: Batch, change: dict[str, Any], code: str
) -> None:
    answer = send(office, "reviewer", "post", f"batches/{batch.pk}/overrides/", CHANGE | change)
    assert (answer.status_code, list(fields(answer).values())) == (400, [code]), answer.content
    batch.refresh_from_db()
    assert batch.overrides == []


def test_what_is_in_a_batch_keeps_its_place(office: Office, batch: Batch) -> None:
    put_into(make_application(batch, office.users["officer"]), "recommended")
    for change, code in (
        ({"files_from": "2026-06-16"}, "filed_outside"),
        ({"kind": "renewal"}, "kind_in_use"),
    ):
        answer = send(office, "reviewer", "patch", f"batches/{batch.pk}/", EDIT | change)
        assert (answer.status_code, list(fields(answer).values())) == (409, [code])
    closing = send(office, "reviewer", "post", f"batches/{batch.pk}/close/", WHY)
    assert (closing.status_code, closing.json()["code"]) == (409, "cases_open")
    without = {"quota": 300}
    assert fields(send(office, "reviewer", "patch", f"batches/{batch.pk}/", without)) == {
        "reason": "required"
    }


def test_what_could_not_be_worked_with(office: Office) -> None:
    with writing():
        Procedure.objects.filter(pk="specialized").delete()
    answer = send(office, "reviewer", "post", "batches/", CALL)
    assert (answer.status_code, answer.json()["code"]) == (409, "procedure_missing")
    assert "办理程序" in answer.json()["detail"]


def test_the_name_of_a_list_becomes_a_call(office: Office) -> None:
    listed = make_batch("specialized", "名单", files_from=None, files_to=None)
    here = f"batches/{listed.pk}/"
    assert fields(send(office, "reviewer", "patch", here, EDIT)) == {
        "files_from": "required", "files_to": "required",
    }  # fmt: skip
    no = send(office, "reviewer", "post", f"{here}overrides/", CHANGE)
    assert (no.status_code, no.json()["code"]) == (409, "batch_takes_none")
    window = {"files_from": "2026-06-10", "files_to": "2026-07-10"}
    assert send(office, "reviewer", "patch", here, EDIT | window).json()["takes_today"] is True


def test_the_same_request_is_done_once(office: Office, batch: Batch) -> None:
    here = f"batches/{batch.pk}/"
    tag = office["reviewer"].get(url(here))["ETag"]
    for method, address, said in (
        ("post", "batches/", CALL),
        ("patch", here, EDIT),
        ("post", f"{here}overrides/", CHANGE),
        ("post", f"{here}overrides/call-1/remove/", WHY),
    ):
        key = {"Idempotency-Key": f"{method} {address}"}
        first = send(office, "reviewer", method, address, said, **key)
        assert first.status_code in (200, 201), first.content
        revisions = Revision.objects.count()
        # It comes again under the version that was seen before it, or the one that it made.
        for version in (tag, first["ETag"]):
            again = send(office, "reviewer", method, address, said, **key, **{"If-Match": version})
            assert (again.status_code, again.content) == (first.status_code, first.content)
            assert again["Idempotent-Replayed"] == "true"
        assert Revision.objects.count() == revisions
    assert Batch.objects.filter(name=CALL["name"]).count() == 1


def test_queries(office: Office, batch: Batch) -> None:
    for _ in range(3):
        make_application(batch, office.users["officer"])
    here = f"batches/{batch.pk}/"
    office["reviewer"].get(url(""))
    for budget, method, address, said in (
        (6, "get", here, None),
        (8, "get", f"{here}overrides/", None),
        (36, "patch", here, EDIT),
        (38, "post", f"{here}overrides/", CHANGE),
        (32, "post", "batches/", CALL),
    ):
        with CaptureQueriesContext(connection) as captured:
            answer = send(office, "reviewer", method, address, said)
        assert answer.status_code in (200, 201), answer.content
        assert len(captured) <= budget, (address, len(captured))
    assert dt.date(2026, 6, 15) == MORNING.date()
