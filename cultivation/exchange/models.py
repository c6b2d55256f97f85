from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.journal.models import Revision


class ImportRun(models.Model):
    """One list that came in: which file, what it did, in which revision."""

    kind = models.CharField(_("Kind"), max_length=10)
    file_name = models.CharField(_("File"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    options = models.JSONField(_("Options"), default=dict)
    counts = models.JSONField(_("Result"), default=dict)
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="imports", verbose_name=_("Revision")
    )

    class Meta:
        ordering = ["-id"]
        # zh: 名单导入
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.file_name
