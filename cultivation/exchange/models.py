from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cultivation.access.models import User
from cultivation.exchange.querysets import ImportQuerySet
from cultivation.journal.models import Revision
from cultivation.places.models import District, Zone


class ImportKind(models.TextChoices):
    # zh: 企业数据项名单
    FACTS = "facts", _("list of facts about firms")
    # zh: 企业名单
    FIRMS = "firms", _("list of firms")
    # zh: 认定名单
    LIST = "list", _("list of certifications")


class State(models.TextChoices):
    """How far an import is. Nothing of it is in the registry before DONE, nothing after UNDONE."""

    # zh: 正在读取
    READING = "reading", _("being read")
    # zh: 待对应列
    MAPPING = "mapping", _("waits for its columns")
    # zh: 待确认
    READY = "ready", _("waits to be confirmed")
    # zh: 正在写入
    COMMITTING = "committing", _("being written")
    # zh: 已导入
    DONE = "done", _("imported")
    # zh: 正在撤销
    UNDOING = "undoing", _("being undone")
    # zh: 已撤销
    UNDONE = "undone", _("undone")
    # zh: 未受理
    REFUSED = "refused", pgettext_lazy("a list", "refused")
    # zh: 已放弃
    CANCELLED = "cancelled", _("given up")
    # zh: 出错
    FAILED = "failed", _("failed")


AT_WORK = (State.READING, State.COMMITTING, State.UNDOING)
OPEN = (*AT_WORK, State.MAPPING, State.READY, State.FAILED)


class Import(models.Model):
    """A list on its way in, and afterwards its history: which file, who, what it did.

    It is working paper until it is committed: not journalled, and swept after a while. What a
    commit writes, and what undoing it takes back, is journalled in ``revision`` and ``undone_in``.

    ``options`` are what the person says of the list (tier, batch, days, year of the figures),
    ``columns`` what columns mean that the registry did not know, ``choices`` which firms unclear
    rows mean, by ``ListedRow.at``. ``facts`` are about the file (sheets, header, columns), and
    ``digest`` stands for all that the preview showed. ``problem`` is why it was refused.

    ``run`` counts the jobs that worked on it: a job that somebody took over from, because it was
    thought dead, finds another number and writes nothing. ``beat`` is its last sign of life.
    """

    kind = models.CharField(_("Kind"), max_length=10, choices=ImportKind.choices)
    file_name = models.CharField(_("File"), max_length=255)
    # zh: 字节数
    size = models.PositiveIntegerField(_("Size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    options = models.JSONField(_("Options"), default=dict)
    columns = models.JSONField(_("Columns"), default=dict)
    # zh: 选择
    choices = models.JSONField(_("Choices"), default=dict)
    state = models.CharField(_("State"), max_length=10, choices=State.choices)
    # zh: 环节
    stage = models.CharField(_("Stage"), max_length=10, blank=True)
    # zh: 已处理行数
    done = models.PositiveIntegerField(_("Rows done"), default=0)
    # zh: 总行数
    total = models.PositiveIntegerField(_("Rows in all"), default=0)
    # zh: 处理次数
    run = models.PositiveIntegerField(_("Run"), default=0)
    # zh: 最近活动
    beat = models.DateTimeField(_("Last sign of life"), null=True)
    facts = models.JSONField(_("The file"), default=dict)
    counts = models.JSONField(_("Result"), default=dict)
    # zh: 问题
    problem = models.JSONField(_("Problem"), default=dict)
    # zh: 摘要
    digest = models.CharField(_("Digest"), max_length=64, blank=True)
    # zh: 核对后有变化
    changed = models.BooleanField(_("Changed since it was shown"), default=False)
    imported_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="imports", verbose_name=_("Imported by")
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, related_name="+", verbose_name=_("District")
    )
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, related_name="+", verbose_name=_("Zone")
    )
    # zh: 上传时间
    created_at = models.DateTimeField(_("Created at"))
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, related_name="imports", verbose_name=_("Revision")
    )
    undone_in = models.ForeignKey(
        # zh: 撤销所在修订
        Revision, models.PROTECT, null=True, related_name="undone", verbose_name=_("Undone in"),
    )  # fmt: skip

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        # zh: 名单导入
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["done", "undoing", "undone"])
                | models.Q(revision__isnull=False),
                name="exchange_import_done_in_a_revision",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def tier_code(self) -> str:
        """The tier of a list of certifications; empty for a list of firms."""
        return str(self.options.get("tier", ""))


class ImportFile(models.Model):
    """The bytes of an uploaded list: in the database, so that every web process has them."""

    of = models.OneToOneField(
        Import, models.CASCADE, primary_key=True, related_name="file", verbose_name=_("import")
    )
    data = models.BinaryField(_("File"))

    def __str__(self) -> str:
        return f"{self.of_id}"


class ImportRow(models.Model):
    """A row of a list as its preview shows it.

    ``at`` names it for choices; ``weight`` orders the kinds (what needs a person first);
    ``wrong`` are the shown cells that a finding is about; ``changes`` says what it would change.
    """

    of = models.ForeignKey(
        Import, models.CASCADE, related_name="rows", db_index=False, verbose_name=_("import")
    )
    position = models.PositiveIntegerField(_("Position"))
    # zh: 权重
    weight = models.PositiveSmallIntegerField(_("Weight"))
    kind = models.CharField(_("Result"), max_length=10)
    # zh: 位置
    at = models.CharField(_("Where"), max_length=30)
    # zh: 工作表
    sheet = models.CharField(_("Sheet"), max_length=60)
    row = models.PositiveIntegerField(_("Row"))
    name = models.TextField(_("Firm name"))
    uscc = models.TextField(_("Credit code"))
    place = models.TextField(_("District"))
    # zh: 日期
    days = models.TextField(_("Dates"))
    # zh: 有问题的单元格
    wrong: Any = models.JSONField(_("Cells in question"), default=list)
    # zh: 问题说明
    findings: Any = models.JSONField(_("Findings"), default=list)
    # zh: 提示
    notices: Any = models.JSONField(_("Notices"), default=list)
    # zh: 变化
    changes: Any = models.JSONField(_("Changes"), default=list)
    # zh: 候选企业
    candidates: Any = models.JSONField(_("Candidates"), default=list)
    # zh: 选择结果
    choice = models.CharField(_("Choice"), max_length=40, blank=True)

    class Meta:
        ordering = ["weight", "position"]
        indexes = [
            models.Index(fields=["of", "weight", "position"], name="exchange_importrow_shown")
        ]

    def __str__(self) -> str:
        return f"{self.of_id}: {self.at}"
