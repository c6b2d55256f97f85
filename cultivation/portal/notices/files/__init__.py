"""The list of a notice as a file, in the layout in which such lists are published."""

from cultivation.portal.notices.files.sheet import Sheet, sheet_of
from cultivation.portal.notices.files.writing import KINDS, Kind

__all__ = ["KINDS", "Kind", "Sheet", "sheet_of"]
