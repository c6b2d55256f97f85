"""``applications/acts/``: one act on many applications, in one transaction."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.certification.api.acts import done_here, errors_of
from cultivation.certification.api.given import OF_MANY, given_of, named
from cultivation.certification.api.offers import ObstacleSerializer
from cultivation.certification.api.seeing import CaseView, person_before, seen_applications
from cultivation.certification.flow.guards import Obstacle
from cultivation.certification.flow.states import State
from cultivation.certification.services import Given, Refused, Row, act
from cultivation.problems import Problem
from cultivation.rest import kinds
from cultivation.rest.bodies import read_body, schema_of
from cultivation.rest.headers import KEY
from cultivation.rest.refusals import Refusal

MOST = 2000
FIELDS = OF_MANY | {
    "applications": kinds.listed(kinds.row_id(), most=MOST, required=True),
    "on_refusal": kinds.choice(["none", "keep_good"]),
}


class BulkRowSerializer(serializers.Serializer[Any]):
    application = serializers.IntegerField()
    done = serializers.BooleanField()
    state = serializers.ChoiceField(
        choices=State.choices, allow_null=True, help_text="After the act; null: not there."
    )
    version = serializers.IntegerField(allow_null=True)
    certification = serializers.IntegerField(allow_null=True)
    refused = ObstacleSerializer(many=True)


class BulkSerializer(serializers.Serializer[Any]):
    """What became of each, in the order of their ids."""

    done = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = BulkRowSerializer(many=True)


class BulkActsView(CaseView):
    """Do one act with many applications.

    All are written in one transaction. `on_refusal` says what happens when some cannot be:
    `none` (the default) writes none of them and answers with what stands against each under
    `errors`; `keep_good` acts on the others and says under `results` what became of each.
    """

    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="applications_acts_do_many",
        parameters=[KEY],
        request={"application/json": schema_of(FIELDS)},
        responses={200: BulkSerializer},
    )
    def post(self, request: Request) -> HttpResponseBase:
        said = read_body(request, FIELDS)
        doing, given = given_of(said)
        asked: list[int] = said["applications"]
        keep_good = said.get("on_refusal") == "keep_good"
        seen = {one.pk: one for one in seen_applications(request).filter(pk__in=asked)}
        for tier in {one.tier_id: one.tier for one in seen.values()}.values():
            done_here(doing, person_before(request, tier))
        missing = sorted(set(asked) - set(seen))
        if missing and (not keep_good or not seen):
            raise _none_of(missing, [])

        def work() -> Response:
            return self._work(list(seen), missing, doing, given, keep_good)

        return self.once(work)

    def _work(
        self, seen: list[int], missing: list[int], doing: Any, given: Given, keep_good: bool
    ) -> Response:
        try:
            with self.revision(str(doing.label)):
                rows = act(
                    applications=seen,
                    doing=doing,
                    actor=self.account,
                    given=given,
                    keep_good=keep_good,
                    files=self.files,
                )
                # Looked at again: nothing is written out of scope.
                if seen_applications(self.request).filter(pk__in=seen).count() < len(seen):
                    raise Http404
        except Refused as refused:
            raise _none_of(missing, refused.rows) from refused
        except Problem as problem:
            raise named(problem) from problem
        results = [_shown(row) for row in rows] + [_absent(pk) for pk in missing]
        results.sort(key=lambda row: int(row["application"]))
        done = sum(row["done"] for row in results)
        shown = {"done": done, "refused": len(results) - done, "results": results}
        return Response(BulkSerializer(shown).data)


def _not_found() -> Obstacle:
    # zh: 此处没有您要找的内容，或不在您的权限范围内。
    return Obstacle("not_found", _("There is nothing here that you may see."))


def _shown(row: Row) -> dict[str, Any]:
    one = row.application
    return {
        "application": one.pk,
        "done": row.act is not None,
        "state": one.state,
        "version": one.version,
        "certification": one.certification_id,
        "refused": row.refused,
    }


def _absent(pk: int) -> dict[str, Any]:
    return {
        "application": pk,
        "done": False,
        "state": None,
        "version": None,
        "certification": None,
        "refused": [_not_found()],
    }


def _none_of(missing: list[int], rows: list[Row]) -> Problem:
    """The refusal of all, with what stands against each; the first says the status."""
    bad = [row for row in rows if row.refused]
    errors: list[Refusal] = [
        error for pk in missing for error in errors_of([_not_found()], 404, value=str(pk))
    ]
    for row in bad:
        errors += errors_of(row.refused, row.status, value=str(row.application.pk))
    if missing:
        first, status = _not_found(), 404
    else:
        first, status = bad[0].refused[0], bad[0].status
    for error in errors:
        error.setdefault("field", "applications")
    return Problem(first.code, first.message, status=status, errors=errors)
