from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models.application import Application
from cultivation.certification.models.notice import Objection
from cultivation.certification.querysets import DocumentQuerySet
from cultivation.firms.models import Firm


class Document(models.Model):
    """A file that belongs to an application (材料); what it holds lies outside the web root.

    ``kind`` is that of a ``Requirement``, or one of the registry's own (signed commitment, evidence
    of an objection, photo of a visit: see ``files.papers``). Evidence says of which ``objection``,
    and is for whoever may read who objects. ``sha256`` is that of the content. A file is never
    deleted: one that was wrong is ``withdrawn_on`` a day, and no longer counts.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="documents", verbose_name=_("Application")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("Firm"))
    kind = models.CharField(_("Kind of document"), max_length=40)
    objection = models.ForeignKey(
        Objection,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("Objection"),
    )
    # zh: 文件名
    name = models.CharField(_("Name of the file"), max_length=200)
    content_type = models.CharField(_("Type"), max_length=100)
    size = models.PositiveBigIntegerField(_("Size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    # zh: 上传人
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Uploaded by")
    )
    uploaded_at = models.DateTimeField(_("Uploaded at"))
    # zh: 限市级查看
    reserved = models.BooleanField(_("For the bureau only"), default=False)
    # zh: 作废日期
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    # zh: 作废原因
    withdrawn_reason = models.CharField(_("Why withdrawn"), max_length=200, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["application", "kind", "id"]
        # zh: 材料
        verbose_name = _("document")
        # zh: 材料
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(objection__isnull=True) | Q(kind="evidence"),
                name="certification_document_of_objection_is_evidence",
                # zh: 异议的材料须为“异议证据”。
                violation_error_message=_("What belongs to an objection is evidence."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the content lies below the folder of documents: by its hash."""
        return f"{self.sha256[:2]}/{self.sha256}"
