"""Acts on certifications. Each runs inside a revision that the caller has opened."""

from cultivation.certification.services.ending import end
from cultivation.certification.services.granting import certify

__all__ = ["certify", "end"]
