"""Records of firms: who they are, where, in which industry, their figures, what happened."""

from cultivation.firms.models.event import FirmEvent
from cultivation.firms.models.firm import Firm, FirmName
from cultivation.firms.models.industry import Industry, SizeRule
from cultivation.firms.models.place import FirmIndustry, Residence
from cultivation.firms.models.year import FirmYear, SizeClass

__all__ = [
    "Firm",
    "FirmEvent",
    "FirmIndustry",
    "FirmName",
    "FirmYear",
    "Industry",
    "Residence",
    "SizeClass",
    "SizeRule",
]
