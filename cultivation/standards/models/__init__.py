"""Records of standards: their versions, the facts of firms, the assessments that are kept."""

from cultivation.standards.models.assessment import Assessment
from cultivation.standards.models.fact import FirmFact
from cultivation.standards.models.standard import Standard

__all__ = ["Assessment", "FirmFact", "Standard"]
