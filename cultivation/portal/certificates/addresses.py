"""Where the certificate of a certification is printed and checked."""

from django.urls import reverse

from cultivation.certification.models import Certificate, Certification


def certificate_address(held: Certification) -> str:
    """The PDF of the certificate of ``held`` (best with ``certificate`` selected); empty where no
    certificate was issued, as for what the ministry certifies and for lists of old."""
    try:
        certificate = held.certificate
    except Certificate.DoesNotExist:
        return ""
    return reverse("portal:certificate-pdf", args=[certificate.pk])
