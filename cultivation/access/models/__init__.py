"""Authorities, accounts, REST tokens, messages, and the access log."""

from cultivation.access.models.authority import Authority
from cultivation.access.models.message import Message, RepeatedRequest
from cultivation.access.models.rate import RequestCount
from cultivation.access.models.record import AccessKind, AccessRecord
from cultivation.access.models.token import ApiToken
from cultivation.access.models.user import Role, User

__all__ = [
    "AccessKind", "AccessRecord", "ApiToken", "Authority", "Message", "RepeatedRequest",
    "RequestCount", "Role", "User",
]  # fmt: skip
