"""Acts on applications and certifications. Each runs inside a revision the caller has opened."""

from cultivation.certification.services import deciding, effects  # noqa: F401 (register effects)
from cultivation.certification.services.acting import Given, Refused, Row, act, look
from cultivation.certification.services.appealing import record_appeal, settle_appeal
from cultivation.certification.services.ending import end
from cultivation.certification.services.filing import open_application, open_renewals
from cultivation.certification.services.granting import certify
from cultivation.certification.services.lapsing import take_over
from cultivation.certification.services.reminding import remind_of_updates
from cultivation.certification.services.revoking import lift_ban, revoke
from cultivation.certification.services.updating import accept_late, record_updates

__all__ = [
    "Given", "Refused", "Row", "accept_late", "act", "certify", "end", "lift_ban", "look",
    "open_application", "open_renewals", "record_appeal", "record_updates",
    "remind_of_updates", "revoke", "settle_appeal", "take_over",
]  # fmt: skip
