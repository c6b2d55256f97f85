from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.journal.querysets import EntryQuerySet, RevisionQuerySet


class Revision(models.Model):
    """One act of writing: who, when, why. Its ``number`` is the data version.

    ``number`` is given at the end of the transaction under a lock, so numbers follow commit order
    without gaps; ``id`` may have gaps (rolled back transactions). The actor is kept as id and as
    text: the journal outlives accounts.
    """

    number = models.BigIntegerField(_("Data version"), unique=True, null=True, editable=False)
    actor_id = models.BigIntegerField(_("Account"), null=True)
    actor_name = models.CharField(_("Actor"), max_length=150)
    source = models.CharField(_("Source"), max_length=20)
    reason = models.TextField(_("Reason"))
    request_id = models.CharField(_("Request"), max_length=64, blank=True)
    recorded_at = models.DateTimeField(_("Recorded at"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        # zh: 修订
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")

    def __str__(self) -> str:
        return f"{self.number}: {self.reason}"


class Entry(models.Model):
    """One row changed in a revision, written by database triggers: bulk writes cannot pass it by.

    ``before`` is empty for an insertion, ``after`` for a deletion; an update keeps only the columns
    that changed. ``subject_id`` is the firm that the row belongs to, if it belongs to one: whoever
    may see the firm may see the entry.
    """

    # zh: 修订
    revision = models.ForeignKey(
        Revision,
        models.PROTECT,
        related_name="entries",
        db_index=False,
        verbose_name=_("Revision"),
    )
    table_name = models.CharField(_("Table"), max_length=63)
    row_key = models.CharField(_("Row"), max_length=80)
    operation = models.CharField(_("Operation"), max_length=6)
    before = models.JSONField(_("Before"), null=True)
    after = models.JSONField(_("After"), null=True)
    subject_id = models.BigIntegerField(_("Firm"), null=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        # What the pages count is in the index: the rows of a large journal are never read for it.
        indexes = [
            models.Index(fields=["table_name", "row_key"], name="journal_entry_row"),
            models.Index(fields=["revision", "table_name", "id"], name="journal_entry_revision"),
            models.Index(
                fields=["subject_id", "table_name", "revision"],
                name="journal_entry_subject",
                condition=models.Q(subject_id__isnull=False),
            ),
        ]
        # zh: 修订明细
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")

    def __str__(self) -> str:
        return f"{self.operation} {self.table_name} {self.row_key}"
