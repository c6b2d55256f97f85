from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from cultivation.places.models import District, Zone


class Authority(models.Model):
    """A body that certifies or supervises (主管部门).

    It stands here and not beside the ladders because staff belong to one, and scope needs it.
    """

    code = models.CharField(_("Code"), max_length=20, primary_key=True)
    name_zh = models.CharField(_("Chinese name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80)
    level = models.CharField(_("Level"), max_length=10)

    class Meta:
        ordering = ["code"]
        # zh: 主管部门
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")

    def __str__(self) -> str:
        return self.name_zh


class Role(models.TextChoices):
    # zh: 市级主管部门
    BUREAU = "bureau", _("bureau staff")
    # zh: 区级审核员
    DISTRICT = "district", _("district officer")
    # zh: 审计（只读）
    AUDITOR = "auditor", _("auditor (read only)")
    # zh: 接口客户端
    CLIENT = "client", _("REST client")


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """An account. ``role`` with ``authority``, ``district`` and ``zone`` says whose rows it sees.

    A user without a role sees nothing: deny by default.
    """

    role = models.CharField(_("Role"), max_length=10, choices=Role.choices, blank=True)
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True)
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, blank=True)

    class Meta:
        # zh: 人员
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(role="district") | models.Q(district__isnull=False),
                name="access_user_district_officer_has_district",
                # zh: 区级审核员必须指定所属区。
                violation_error_message=_("A district officer needs a district."),
            ),
            models.CheckConstraint(
                condition=~models.Q(role="bureau") | models.Q(authority__isnull=False),
                name="access_user_bureau_staff_has_authority",
                # zh: 市级人员必须指定主管部门。
                violation_error_message=_("Bureau staff need an authority."),
            ),
        ]


class ApiToken(AbstractAuthToken):
    """A REST token: kept hashed, read only unless its scopes say otherwise."""

    label = models.CharField(_("Label"), max_length=80, blank=True)
    scopes = ArrayField(models.CharField(max_length=20), verbose_name=_("Scopes"), default=list)

    class Meta:
        # zh: 接口令牌
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
