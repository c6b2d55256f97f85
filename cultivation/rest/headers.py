"""The headers of requests that write, for OpenAPI."""

from drf_spectacular.utils import OpenApiParameter

KEY = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description="1 to 100 ASCII characters, such as a UUID. The same request with the same key is"
    " done once within 24 hours: sent again, it gets the first answer with"
    " `Idempotent-Replayed: true`, whatever `If-Match` says then. 409 while the first one is at"
    " work, 422 for another request. What was refused with 409 or 412 was not done.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    location=OpenApiParameter.HEADER,
    description="The ETag under which you read the row: 412 if it has changed since.",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    location=OpenApiParameter.HEADER,
    description="`*`: 412 if there is such a row already.",
)
CONDITIONS = [IF_MATCH, IF_NONE_MATCH]
# What acts on cases are sent with.
VERSION = OpenApiParameter(
    "If-Match",
    location=OpenApiParameter.HEADER,
    description='The version that you saw, as `"3"`: 412 with what happened last if it has moved'
    " on. `*` or none: whatever the version. Send it with every act.",
)
