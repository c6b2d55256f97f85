"""Records of certification: batches, applications and all that belongs to them, certifications."""

from cultivation.certification.models.after import Appeal, Ban, YearlyUpdate
from cultivation.certification.models.application import Act, Application, Commitment
from cultivation.certification.models.batch import Batch, Criterion
from cultivation.certification.models.calendar import CalendarYear, SpecialDay
from cultivation.certification.models.certificate import Certificate, NumberSeries
from cultivation.certification.models.certification import Certification, EndKind
from cultivation.certification.models.document import Document
from cultivation.certification.models.notice import Notice, NoticeRow, Objection
from cultivation.certification.models.procedure import Procedure, Requirement
from cultivation.certification.models.review import Scoring, SiteVisit

__all__ = [
    "Act", "Appeal", "Application", "Ban", "Batch", "CalendarYear", "Certificate", "Certification",
    "Commitment", "Criterion", "Document", "EndKind", "Notice", "NoticeRow", "NumberSeries",
    "Objection", "Procedure", "Requirement", "Scoring", "SiteVisit", "SpecialDay", "YearlyUpdate",
]  # fmt: skip
