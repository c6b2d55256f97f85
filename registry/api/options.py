"""Settings of REST and its schema, beside the code they set; ``registry.settings`` takes them."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # First in the list: an anonymous request gets 401 with its challenge, not 403.
        "cultivation.rest.access.Token",
        "cultivation.rest.access.Login",
    ],
    # Deny by default: what is published says so itself (cultivation.rest.access.Published).
    "DEFAULT_PERMISSION_CLASSES": ["cultivation.rest.access.MayRead"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "registry.api.schema.RegistrySchema",
    "EXCEPTION_HANDLER": "registry.api.problems.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

DESCRIPTION = """\
The ledger behind the numbers of enterprise cultivation in Tianjin: which firm holds which tier,
from when to when, and how many there are on any day.

Published counts, targets and reference data are open; firms and certifications need a token
(`Authorization: Token …`) or a login. Every parameter is checked: an unknown name, an unknown code
or a mistyped value is answered with 400 and a problem document that names each of them. Days are
2025-12-31, amounts are text in 万元 (10,000 yuan), periods end on the first day that is no longer
in them. Lists come in pages: follow `next` until it is null. Counts carry an ETag: send it back as
If-None-Match, and 304 says that nothing has changed.

Batches, applications, notices and objections are the flow from filing to certification.
`applications/{id}/acts/` says what you may do with an application now, and does it: by the rules of
the pages, in the words of the pages. Notices are open to everybody. The bureau of a ladder opens,
edits and closes its batches, and changes the standard for one by the document that allows it.

Whatever writes takes an `Idempotency-Key`: the same request (method, address, body) with the same
key is done once, and answered alike for 24 hours. `If-Match` is no part of it: what was done is
told again although the ETag has moved; what was refused with 412 is done when it comes again with
the right ETag. Another body under the key is refused with 422.

Yearly figures and dated facts of firms are also written here, with a token whose scopes say `write`
and whose account may work on firms, within its own district; everything written is journalled. A
body has the fields that are described and no others; all that is wrong with it is named at once.
Single rows carry an ETag too: sent back as If-Match with PUT, it makes sure that nothing is
written over that was changed meanwhile.
"""

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "企业梯度培育登记系统 · Gradient-Cultivation Registry",
    "DESCRIPTION": DESCRIPTION,
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "registry.api.schema.add_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "SizeClass": "cultivation.firms.models.SizeClass",
        "EndKind": "cultivation.certification.models.EndKind",
        "ApplicationState": "cultivation.certification.flow.states.State",
        "ApplicationAct": "cultivation.certification.flow.states.Doing",
        "ApplicationKind": "cultivation.certification.models.Application.Kind",
        "ApplicationStage": "cultivation.certification.api.application_filters.STAGES",
        "AssessmentResult": "cultivation.standards.models.Assessment.Result",
        "BatchKind": "cultivation.certification.models.Batch.Kind",
        "ObjectionState": "cultivation.certification.models.Objection.State",
        "EventKind": "cultivation.firms.models.FirmEvent.Kind",
        "LadderKind": "cultivation.ladders.models.Ladder.Kind",
        "FigureMeasure": "cultivation.targets.models.Measure",
        "CountMeasure": "cultivation.counts.openapi.MEASURES",
        "TargetStatus": "cultivation.targets.rules.Status",
    },
    "ENUM_SUFFIX": "",
    # The documentation page comes from this server, not from a CDN.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "displayRequestDuration": True},
}
