"""``standards/{code}/assess/``: facts in, assessment out; public, and nothing is stored."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.clock import today
from cultivation.problems import Problem
from cultivation.rest.access import AskedOpenly, Token
from cultivation.rest.bodies import ExactJSONParser
from cultivation.rest.fields import Wrong, read_day
from cultivation.rest.refusals import hint
from cultivation.rest.views import StrictView
from cultivation.standards.api.answers import ASKED, ASSESSMENT
from cultivation.standards.api.standards import version_of
from cultivation.standards.engine.assessing import assess
from cultivation.standards.engine.content import Act, Content, Override
from cultivation.standards.engine.report import as_dict
from cultivation.standards.facts.plausibility import warnings
from cultivation.standards.selectors import read_given

FIELDS = ("facts", "as_of", "act", "version", "overrides")


class AssessView(StrictView):
    """Judge facts by a standard.

    Nothing is stored and no login is asked. A name that is no fact is an error that names it;
    facts that are left out are missing in the result.
    """

    # No session: a form of another site can make nobody do anything here.
    authentication_classes = [Token]
    permission_classes = [AskedOpenly]
    parser_classes: list[type[BaseParser]] = [ExactJSONParser]
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="standards_assess",
        request={"application/json": ASKED},
        responses={200: ASSESSMENT},
    )
    def post(self, request: Request, code: str) -> Response:
        newest = version_of(code)
        asked, errors = request.data, []
        if not isinstance(asked, dict):
            # zh: 请提交一个 JSON 对象，其中 facts 为数据项。
            raise Problem("not_an_object", _("Send a JSON object with “facts” in it."))
        for name in asked:
            if name not in FIELDS:
                errors.append(_error(name, "unknown_field", hint(str(name), FIELDS)))
        written = asked.get("facts")
        if not isinstance(written, dict):
            # zh: “facts”应为对象，列出数据项及其值。
            errors.append(_error("facts", "not_an_object", _("“facts” names facts with values.")))
            written = {}
        standard, wrong_version = _version(newest.code, asked.get("version"))
        act, day, overrides = Act.NEW, today(), None
        if "act" in asked:
            if asked["act"] in [str(one) for one in Act]:
                act = Act(asked["act"])
            else:
                errors.append(_error("act", "unknown_value", hint(str(asked["act"]), list(Act))))
        if asked.get("as_of") is not None:
            try:
                day = read_day(asked["as_of"] if isinstance(asked["as_of"], str) else "")
            except Wrong as wrong:
                errors.append(_error("as_of", "invalid_date", str(wrong.message)))
        if standard is not None and asked.get("overrides") is not None:
            overrides, unknown = _overrides(standard, asked["overrides"])
            errors += unknown
        errors += wrong_version
        facts, wrong_facts = read_given(written)
        errors += [one.as_refusal() for one in wrong_facts]
        if errors or standard is None:
            names = ", ".join(dict.fromkeys(str(error["field"]) for error in errors))
            # zh: 提交的内容有误：%(names)s。
            message = _("What was sent is wrong: %(names)s.") % {"names": names}
            raise Problem("invalid_facts", message, errors=errors)
        judged = assess(standard, facts, day, act=act, overrides=overrides)
        found = [one.as_dict() for one in warnings(facts)]
        return Response({**as_dict(judged), "warnings": found})


def _error(field: str, code: str, message: str) -> dict[str, Any]:
    return {"field": str(field)[:60], "code": code, "message": message}


def _version(code: str, version: Any) -> tuple[Content | None, list[dict[str, Any]]]:
    from django.http import Http404

    if version is not None and (not isinstance(version, int) or isinstance(version, bool)):
        # zh: 版本号应为整数。
        return None, [_error("version", "not_a_whole_number", _("A version is a whole number."))]
    try:
        return version_of(code, version).read, []
    except Http404:
        # zh: 该标准没有此版本。
        return None, [_error("version", "unknown_version", _("There is no such version."))]


def _overrides(standard: Content, named: Any) -> tuple[list[Override], list[dict[str, Any]]]:
    by_code = {one.code: one for one in standard.overrides}
    if not isinstance(named, list):
        # zh: 请填写批次调整代码的列表。
        return [], [_error("overrides", "not_a_list", _("Give a list of codes."))]
    wrong = [
        _error("overrides", "unknown_value", hint(str(one), list(by_code)))
        for one in named
        if not isinstance(one, str) or one not in by_code
    ]
    return [by_code[one] for one in named if isinstance(one, str) and one in by_code], wrong
