"""The headers of requests that act on cases, for OpenAPI."""

from drf_spectacular.utils import OpenApiParameter

KEY = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description="1 to 100 ASCII characters, such as a UUID. The same request with the same key is"
    " done once within 24 hours: sent again, it gets the first answer with"
    " `Idempotent-Replayed: true`. 409 while the first one is at work, 422 for another request.",
)
VERSION = OpenApiParameter(
    "If-Match",
    location=OpenApiParameter.HEADER,
    description='The version that you saw, as `"3"`: 412 with what happened last if it has moved'
    " on. `*` or none: whatever the version. Send it with every act.",
)
