"""Whatever is sent to the flow: never a 500, always a problem document, and nothing is written."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cultivation.certification.models import Act, Application, Document, Notice, Objection
from tests.certification.cases import make_application, make_batch
from tests.contracts.addresses import url
from tests.contracts.casework import Office, put_into, undone
from tests.contracts.test_schema import check, document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
__all__ = ["document"]

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1, 2**63 - 1, 2**63, 10**40, 1.5, "", "x", "1", "a\x00b", "\ud800", "\n",
    "名" * 5000, [], [None], [[]], [1, 1], ["x"], [2**63 - 1], {}, {"\x00": {"agrees": True}},
    "2026-06-15", "0001-01-01",
)  # fmt: skip
# What is sent to each endpoint when nothing of it is odd, and by whom.
GOOD: dict[str, tuple[str, dict[str, Any]]] = {
    "applications/": (
        "filer", {"batch": 0, "firm": "", "kind": "new", "renews": 1, "statement": "x"},
    ),
    "applications/{draft}/acts/": ("officer", {"act": "submit"}),
    "applications/{sent}/acts/": (
        "officer",
        {"act": "recommend", "opinion": "同意", "differs": "x", "opinions": {}},
    ),
    "applications/acts/": (
        "officer",
        {"act": "accept_incomplete", "applications": [0], "on_refusal": "none", "missing": ["x"],
         "due_on": "2026-06-30", "opinion": "x"},
    ),
    "notices/": (
        "reviewer",
        {"batch": 0, "applications": [0], "title": "x", "contact": "x", "days": 5},
    ),
    "objections/": (
        "reviewer",
        {"notice": "2026-001", "application": 0, "objector": "x", "contact": "x", "content": "x",
         "raised_on": "2026-06-15"},
    ),
    "objections/{objection}/settle/": ("reviewer", {"upheld": True, "grounds": "x"}),
}  # fmt: skip
ACTS_WITH_MORE = {
    "enter_result": ("valid_from", "decided_on", "number", "document"),
    "certify": ("valid_from", "document"),
    "send_to_experts": ("experts",),
    "return_to_firm": ("reason", "opinion"),
}


class Files:
    """A draft, one with the district, one in a notice that is objected to; what names them."""

    def __init__(self) -> None:
        self.office = office = Office()
        batch = make_batch()
        made = [make_application(batch, office.users["officer"]) for _ in range(4)]
        self.draft, self.sent, self.proposed, noticed = made
        put_into(self.sent, "submitted")
        put_into(self.proposed, "proposed")
        put_into(noticed, "proposed")
        said = {"batch": batch.pk, "applications": [noticed.pk], "title": "公示", "contact": "信"}
        assert office["reviewer"].post(url("notices/"), said | {"days": 5}).status_code == 201
        self.objection = office["reviewer"].post(
            url("objections/"),
            {"notice": "2026-001", "application": noticed.pk, "objector": "张某", "contact": "1",
             "content": "据"},
        ).json()["id"]  # fmt: skip
        self.good: dict[str, dict[str, Any]] = {
            "applications/": {"batch": batch.pk, "firm": self.draft.firm.uscc},
            "applications/acts/": {"applications": [self.sent.pk]},
            "notices/": {"batch": batch.pk, "applications": [self.proposed.pk]},
            "objections/": {"application": noticed.pk},
        }

    def address(self, pattern: str) -> str:
        return url(pattern.format(draft=self.draft.pk, sent=self.sent.pk, objection=self.objection))

    def send(self, name: str, pattern: str, said: Any) -> Any:
        """As JSON that Python writes, which also writes what is no text."""
        client = self.office[name]
        client.raise_request_exception = False
        body = said if isinstance(said, str) else json.dumps(said)
        with undone():
            answer = client.post(self.address(pattern), body, content_type="application/json")
        return answer


@pytest.fixture
def files() -> Files:
    return Files()


def wholesome(answer: Any, document: dict[str, Any], what: Any) -> None:
    assert answer.status_code < 500, (what, answer.content)
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json", what
        told = answer.json()
        assert told["status"] == answer.status_code, what
        check(document, document["components"]["schemas"]["Problem"], told, str(what)[:80])


@pytest.mark.parametrize("pattern", GOOD)
def test_odd_values(files: Files, document: dict[str, Any], pattern: str) -> None:
    name, good = GOOD[pattern]
    good = good | files.good.get(pattern, {})
    for field in good:
        for value in ODD:
            wholesome(files.send(name, pattern, good | {field: value}), document, (field, value))
    assert Notice.objects.count() == Objection.objects.count() == 1


def test_odd_values_of_further_acts(files: Files, document: dict[str, Any]) -> None:
    put_into(files.draft, "proposed")
    for act, fields in ACTS_WITH_MORE.items():
        for field in fields:
            for value in ODD:
                said = {"act": act, "opinion": "x", field: value}
                if "opinion" not in fields and act != "return_to_firm":
                    del said["opinion"]
                answer = files.send("reviewer", "applications/{draft}/acts/", said)
                wholesome(answer, document, said)


BODIES = (
    "", "null", "1", '"x"', "[{}]", "{", '{"act": "submit", "act": "submit"}', '{"act": NaN}',
    '{"act": 1e999}', "\ufeff{}", "\x00", '{"act": "\\ud800"}', "[" * 20000, '{"a":' * 20000,
    '{"act": "submit", "\\u0000": 1}', '{"act": ' + "9" * 5000 + "}",
    '{"x": "' + "y" * 70000 + '"}',
)  # fmt: skip


@pytest.mark.parametrize("pattern", GOOD)
def test_odd_bodies(files: Files, document: dict[str, Any], pattern: str) -> None:
    for body in BODIES:
        answer = files.send(GOOD[pattern][0], pattern, body)
        wholesome(answer, document, body[:40])
        assert answer.status_code in (400, 413), body[:40]


TYPES = (
    "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data",
    "multipart/form-data; boundary=x", "application/json; charset=utf-16", "", "x", "application/",
    "application/json; charset=\x01",
)  # fmt: skip


@pytest.mark.parametrize("pattern", [*GOOD, "applications/{draft}/documents/"])
def test_odd_content_types(files: Files, document: dict[str, Any], pattern: str) -> None:
    name, _good = GOOD.get(pattern, ("officer", {}))
    client = files.office[name]
    client.raise_request_exception = False
    for kind in TYPES:
        with undone():
            answer = client.generic("POST", files.address(pattern), '{"act": 1}', kind)
        wholesome(answer, document, kind)
        assert answer.status_code in (400, 415), (kind, answer.status_code)


def test_odd_files(files: Files, document: dict[str, Any]) -> None:
    client = files.office["officer"]
    client.raise_request_exception = False
    pdf = b"%PDF-1.4\n%%EOF"
    odd: list[dict[str, Any]] = [
        {}, {"kind": "other"}, {"file": "x", "kind": "other"},
        {"kind": "other", "file": SimpleUploadedFile("x.pdf", b"")},
        {"kind": "\x00", "file": SimpleUploadedFile("x.pdf", pdf)},
        {"kind": ["other", "other"], "file": SimpleUploadedFile("x.pdf", pdf)},
        {"kind": "other", "file": SimpleUploadedFile("名" * 300 + ".pdf", pdf), "reserved": "true"},
        {"kind": "other", "file": SimpleUploadedFile("../../x\x00.exe", b"MZ" * 10)},
        {"kind": "other", "file": SimpleUploadedFile("x.docx", b"PK\x03\x04" + b"\x00" * 50)},
        {"kind": "other", "file": SimpleUploadedFile("x.pdf", pdf), "who": "1"},
        {"kind": "other", "file": SimpleUploadedFile("x.pdf", pdf), "reserved": "maybe"},
        {"kind": "other", "file": [SimpleUploadedFile("x", pdf), SimpleUploadedFile("y", pdf)]},
        {"kind": SimpleUploadedFile("k", b"other"), "file": SimpleUploadedFile("x.pdf", pdf)},
    ]  # fmt: skip
    before = Document.objects.count()
    for said in odd:
        with undone():
            here = files.address("applications/{draft}/documents/")
            answer = client.post(here, said, format="multipart")
        wholesome(answer, document, said)
        assert answer.status_code >= 400, said
    assert Document.objects.count() == before


def test_too_much_in_a_form(files: Files, document: dict[str, Any], settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5000
    client = files.office["reviewer"]
    client.raise_request_exception = False
    for said in (
        {"evidence": [SimpleUploadedFile(f"{n}.pdf", b"%PDF") for n in range(6)]},
        {f"field{n}": "x" for n in range(6)},
        {"content": "x" * 5001},
    ):
        answer = client.post(url("objections/"), said, format="multipart")
        wholesome(answer, document, list(said))
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large"), list(said)


KEYS = ("", " ", "k" * 101, "\x01", "键", "a,b")
MATCHES = ("", ",", '"', '"1', "W/", "*,*", '"1", *', "\x01", '"' + "1" * 5000 + '"', "1")


def test_odd_headers(files: Files, document: dict[str, Any]) -> None:
    client = files.office["officer"]
    client.raise_request_exception = False
    here = files.address("applications/{draft}/acts/")
    sent = [{"Idempotency-Key": key} for key in KEYS] + [{"If-Match": tag} for tag in MATCHES]
    for headers in sent:
        with undone():
            answer = client.post(here, {"act": "submit"}, headers=headers)
        wholesome(answer, document, headers)
    acts = Act.objects.filter(application=files.draft).count()
    assert acts == 1


PATHS = (
    "applications/0/", "applications/999999999999999999/", "applications/9999999999999999999/",
    "applications/-1/", "applications/x/", "applications/%00/", "applications/1%2F/acts/",
    "applications/999999999999999999/acts/", "applications/999999999999999999/documents/",
    "objections/999999999999999999/", "objections/999999999999999999/settle/", "objections/x/",
    "notices/2026-999999999/", "notices/2026-1/", "notices/%00/", "notices/2026-001%00/",
    "batches/999999999999999999/", "certificates/%00/", "certificates/%ff/", "certificates/a%2Fb/",
    "certificates/" + "x" * 3000 + "/", "certificates/%E2%80%AE/", "certificates/ /",
    "applications/?batch=9999999999999999999", "applications/?notice=%00", "applications/?firm=%00",
    "objections/?application=-1", "notices/?batch=%00", "applications/?due_from=x",
    "batches/?name=%ed%a0%80", "applications/?state=", "applications/?cursor=%00",
)  # fmt: skip


def test_odd_addresses(files: Files, document: dict[str, Any]) -> None:
    for name in ("reviewer", "filer"):
        client = files.office[name]
        client.raise_request_exception = False
        for path in PATHS:
            for method in ("get", "head", "post", "delete"):
                answer = client.generic(method.upper(), url(path), "")
                assert answer.status_code < 500, (method, path)
                if answer.status_code >= 400 and method not in ("head",) and answer.content:
                    wholesome(answer, document, (method, path))


def test_every_method_everywhere(files: Files, document: dict[str, Any]) -> None:
    """What an endpoint does not do is 405 with what it does, before anything else."""
    states = list(Application.objects.order_by("pk").values_list("state", "version"))
    for pattern in [*GOOD, "applications/{draft}/", "applications/{draft}/documents/"]:
        for name in ("reviewer", "filer", "anonymous"):
            for method in ("PUT", "PATCH", "DELETE"):
                answer = files.office[name].generic(
                    method, files.address(pattern), "{}", "application/json"
                )
                wholesome(answer, document, (method, pattern))
                assert answer.status_code == 405, (method, pattern, name)
                assert answer["Allow"]
    assert list(Application.objects.order_by("pk").values_list("state", "version")) == states
