"""``applications/{id}/acts/``: what was done, what may be done now, and doing it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.certification.api.case_serializers import ApplicationSerializer
from cultivation.certification.api.given import (
    ELSEWHERE,
    SINGLE,
    check_criteria,
    given_of,
    named,
)
from cultivation.certification.api.offers import (
    ActSerializer,
    CaseActsSerializer,
    act_shown,
    history_of,
    offers_of,
)
from cultivation.certification.api.seeing import (
    CaseView,
    expected,
    person_before,
    seen_application,
    version_tag,
)
from cultivation.certification.flow.cases import Person
from cultivation.certification.flow.guards import Obstacle
from cultivation.certification.flow.states import Doing
from cultivation.certification.flow.table import RULES
from cultivation.certification.models import Document
from cultivation.certification.services import Refused, act
from cultivation.problems import Problem
from cultivation.rest.bodies import FORM, JSON, ExactJSONParser, body_of, read_body
from cultivation.rest.headers import KEY, VERSION
from cultivation.rest.refusals import Refusal


class DoneSerializer(serializers.Serializer[Any]):
    """An act that was done, and the application after it."""

    act = ActSerializer()
    application = ApplicationSerializer()


class ActsView(CaseView):
    """The history of an application, and what you may do with it now.

    GET says under `offers` which acts are yours in this state, what each asks, and what stands
    against those that are not possible. POST does one: it is refused with 403 where it is not
    yours, with 409 and the obstacles where something stands against it, with 400 where something is
    left out, with 412 where the application has moved on from `If-Match`. Refusals are those of the
    pages, word for word. The body is JSON, or a form where a file goes with the act (the signed
    `commitment` of a case that is accepted with documents missing).
    """

    parser_classes = [ExactJSONParser, MultiPartParser]

    @extend_schema(operation_id="applications_acts_retrieve", responses=CaseActsSerializer)
    def get(self, request: Request, pk: str) -> Response:
        one = seen_application(request, pk)
        shown = {
            "application": one.pk,
            "state": one.state,
            "state_label": one.get_state_display(),
            "version": one.version,
            "offers": offers_of(request, one),
            "history": history_of(one, self.account),
        }
        headers = {"ETag": version_tag(one), "Cache-Control": "private, no-store"}
        return Response(CaseActsSerializer(shown).data, headers=headers)

    @extend_schema(
        operation_id="applications_acts_do",
        parameters=[KEY, VERSION],
        request=body_of(SINGLE, JSON, FORM),
        responses={200: DoneSerializer},
    )
    def post(self, request: Request, pk: str) -> HttpResponseBase:
        one = seen_application(request, pk)
        doing, given = given_of(read_body(request, SINGLE))
        done_here(doing, person_before(request, one.tier))

        def work() -> Response:
            check_criteria(one, given)
            with refusing(), self.revision(str(doing.label)):
                (row,) = act(
                    applications=[one.pk],
                    doing=doing,
                    actor=self.account,
                    given=given,
                    expected=expected(request, one),
                    files=self.files,
                )
                # Looked at again: nothing is written out of scope.
                now = seen_application(request, pk)
            assert row.act is not None
            own = Document.objects.visible_to(self.account).filter(application=one)
            visible = set(own.values_list("pk", flat=True))
            shown = {
                "act": ActSerializer(act_shown(row.act, self.account, visible)).data,
                "application": ApplicationSerializer(now).data,
            }
            return Response(shown, headers={"ETag": version_tag(now)})

        return self.once(work)


def done_here(doing: Doing, person: Person) -> None:
    """Refuse acts that have an endpoint of their own, as those of others where they are not of
    the person's parties."""
    rules = [rule for rule in RULES if rule.doing is doing]
    if rules and not any(rule.own for rule in rules):
        return
    if rules and not any(rule.party in person.parties for rule in rules):
        # zh: 此事项不由您的账号办理。
        raise Problem("not_yours", _("This is not for your account to do."), status=403)
    # zh: 此事项请通过 /api/v1/%(where)s 办理。
    message = _("This is done at /api/v1/%(where)s.") % {"where": ELSEWHERE[doing]}
    raise Problem("done_elsewhere", message, field="act")


@contextmanager
def refusing() -> Iterator[None]:
    """Turns what the flow refuses for one application into a problem that names what is wrong."""
    try:
        yield
    except Refused as refused:
        (row,) = refused.rows
        errors = errors_of(row.refused, row.status)
        raise Problem(refused.code, refused.message, status=row.status, errors=errors) from refused
    except Problem as problem:
        raise named(problem) from problem


def errors_of(obstacles: Sequence[Obstacle], status: int, **further: str) -> list[Refusal]:
    """Every obstacle as a record; what was left out (400) names its field."""
    return [
        {
            **({"field": re.sub("_(missing|far)$", "", one.code)} if status == 400 else {}),
            **further,
            "code": one.code,
            "message": one.message,
        }
        for one in obstacles
    ]
