"""Clients of REST."""

from rest_framework.test import APIClient

from cultivation.access.models import User
from tests.factories import token_for


def client_with(user: User | None, **token: object) -> APIClient:
    """A client that shows a token of ``user``."""
    client = APIClient()
    if user is not None:
        client.credentials(HTTP_AUTHORIZATION=f"Token {token_for(user, **token)}")  # type: ignore[arg-type]
    return client
