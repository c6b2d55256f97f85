"""Certifications over REST, and firms with what they hold."""

from cultivation.certification.api.firms import FirmViewSet
from cultivation.certification.api.views import CertificationViewSet

__all__ = ["CertificationViewSet", "FirmViewSet"]
