"""Acts on applications and certifications. Each runs inside a revision the caller has opened."""

from cultivation.certification.services import deciding, effects  # noqa: F401 (register effects)
from cultivation.certification.services.acting import Given, Refused, Row, act, look
from cultivation.certification.services.ending import end
from cultivation.certification.services.filing import open_application, open_renewals
from cultivation.certification.services.granting import certify

__all__ = [
    "Given", "Refused", "Row", "act", "certify", "end", "look", "open_application", "open_renewals",
]  # fmt: skip
