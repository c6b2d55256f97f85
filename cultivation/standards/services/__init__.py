"""Acts on standards, facts and assessments. Each runs inside a revision that the caller opened."""

from cultivation.standards.services.assessments import decide, keep_assessment
from cultivation.standards.services.facts import record_fact
from cultivation.standards.services.versions import new_version

__all__ = ["decide", "keep_assessment", "new_version", "record_fact"]
