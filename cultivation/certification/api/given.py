"""What the body of an act says, read strictly: the act, and what it asks for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cultivation.certification.flow.states import Doing
from cultivation.certification.flow.table import RULES
from cultivation.certification.models import Act, Application, Certification
from cultivation.certification.selectors.judging import judge_applications
from cultivation.certification.services import Given
from cultivation.problems import Problem
from cultivation.rest import kinds
from cultivation.rest.bodies import (
    Field,
    day,
    refuse_fields,
    refused_field,
    shown,
    text,
)
from cultivation.rest.fields import Wrong
from cultivation.standards.engine.results import Finding

MOST_EXPERTS = 50
MOST_OPINIONS = 200
# What stands in the table and is done elsewhere: with a notice, an objection.
ELSEWHERE = {
    Doing.OPEN: "applications/",
    Doing.PUBLISH: "notices/",
    Doing.UNPUBLISH: "notices/{number}/withdraw/",
    Doing.OBJECT: "objections/",
    Doing.DISMISS_OBJECTION: "objections/{id}/settle/",
    Doing.UPHOLD_OBJECTION: "objections/{id}/settle/",
}
DOINGS = [str(doing) for doing in Doing if any(rule.doing is doing for rule in RULES)]
ASKS = {
    doing: {name for rule in RULES if rule.doing == doing for name in rule.asks} for doing in DOINGS
}


def _opinions() -> Field:
    """Opinions on single criteria: whether the reviewer agrees with the assessment, and a note."""
    note = kinds.prose(most=1000).read

    def read(value: Any) -> dict[str, Any]:
        # zh: 请填写 {"条件代码": {"agrees": true, "note": "…"}}。
        message = _('Give {"code of a criterion": {"agrees": true, "note": "…"}}.')
        wrong = Wrong("not_opinions", message, shown(value))
        if not isinstance(value, dict) or len(value) > MOST_OPINIONS:
            raise wrong
        found: dict[str, Any] = {}
        for code, said in value.items():
            if not isinstance(said, dict) or not set(said) <= {"agrees", "note"}:
                raise wrong
            if not isinstance(said.get("agrees"), bool):
                raise wrong
            found[code] = {"agrees": said["agrees"], "note": note(said.get("note", ""))}
        return found

    of_one = {
        "type": "object",
        "additionalProperties": False,
        "required": ["agrees"],
        "properties": {"agrees": {"type": "boolean"}, "note": {"type": "string"}},
    }
    return Field(read, {"type": "object", "additionalProperties": of_one})


def _length(model: Any, column: str) -> int:
    return int(model._meta.get_field(column).max_length)


# By the names of what rules ask for.
FIELDS: dict[str, Field] = {
    "opinion": kinds.prose(),
    "reason": text(most=_length(Act, "reason")),
    "differs": kinds.prose(),
    "document": text(most=_length(Act, "document")),
    "opinions": _opinions(),
    "commitment": kinds.file(),
    "due_on": day(),
    "missing": kinds.listed(text(most=40, required=True), most=100),
    "experts": kinds.listed(kinds.row_id(), most=MOST_EXPERTS),
    "valid_from": day(),
    "decided_on": day(),
    "number": text(most=_length(Certification, "number")),
}
ACT = {"act": kinds.choice([*DOINGS, str(Doing.OPEN)], required=True)}
SINGLE = ACT | FIELDS
# Criteria differ from case to case, and what a firm signs is about its own case.
OF_ONE = ("opinions", "commitment")
OF_MANY = {name: field for name, field in SINGLE.items() if name not in OF_ONE}
# Of which field refusals of services speak that name none.
SPEAKS_OF = {
    "unknown_document": "missing",
    "not_missing": "missing",
    "not_an_expert": "experts",
}


def given_of(said: Mapping[str, Any]) -> tuple[Doing, Given]:
    """The act and what is said with it. Raises Problem for what the act does not ask."""
    doing = Doing(said["act"])
    values = {name: value for name, value in said.items() if name in FIELDS}
    asked = ASKS.get(doing, set())
    # zh: 此办理事项不需要填写此字段。
    message = _("This act does not ask for it.")
    errors = [
        refused_field(name, value, "not_asked", message, sorted(asked))
        for name, value in values.items()
        if name not in asked
    ]
    if errors:
        refuse_fields(errors)
    for name in ("missing", "experts"):
        if name in values:
            values[name] = tuple(values[name])
    return doing, Given(**values)


def check_criteria(application: Application, given: Given) -> None:
    """Refuse opinions on what is no criterion of the standard the application is judged by."""
    if not given.opinions:
        return
    judgement = judge_applications([application]).get(application.pk)
    known = list(_codes(judgement.judged.findings)) if judgement else []
    unknown = [code for code in given.opinions if code not in known]
    if unknown:
        # zh: 所适用的标准没有此条件。
        message = _("The standard that applies has no such criterion.")
        refuse_fields(
            [refused_field("opinions", code, "unknown_value", message, known) for code in unknown]
        )


def _codes(findings: Sequence[Finding]) -> Iterator[str]:
    for one in findings:
        yield one.node.says.id
        yield from _codes(one.children)


def named(problem: Problem) -> Problem:
    """``problem`` with the field it speaks of, where a field of the body is meant."""
    field = SPEAKS_OF.get(problem.code)
    if field and "field" not in problem.params:
        return Problem(problem.code, problem.message, field=field, **problem.params)
    return problem
