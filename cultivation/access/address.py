"""Where a request comes from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The network address of whoever sends ``request``; None where it is not known.

    What a proxy says counts only where there is one (``BEHIND_TLS_PROXY``), and of that only the
    last entry, which the proxy itself has added: the others are the sender's own words.
    """
    said = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_TLS_PROXY else ""
    for candidate in (said.rpartition(",")[2], request.META.get("REMOTE_ADDR", "")):
        try:
            address = ip_address(candidate.strip())
        except ValueError:
            continue
        # What a server that listens on IPv6 calls an IPv4 sender (::ffff:192.0.2.1).
        return str(getattr(address, "ipv4_mapped", None) or address)
    return None
