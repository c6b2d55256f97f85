from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cultivation.access.models.authority import Authority
from cultivation.journal.services import revision
from cultivation.places.models import District, Zone


class Role(models.TextChoices):
    # zh: 市级主管部门
    BUREAU = "bureau", _("bureau staff")
    # zh: 区级审核员
    DISTRICT = "district", _("district officer")
    # zh: 审计（只读）
    AUDITOR = "auditor", _("auditor (read only)")
    # zh: 评审专家
    EXPERT = "expert", _("expert")
    # zh: 接口客户端
    CLIENT = "client", _("REST client")


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """An account. ``role`` with ``authority``, ``district`` and ``zone`` says whose rows it sees.

    A user without a role sees nothing: deny by default. An account is switched off
    (``is_active``), never deleted: the database refuses that. When it last came in stands in the
    access log, so that a login writes nothing here.
    """

    last_login = None
    role = models.CharField(_("Role"), max_length=10, choices=Role.choices, blank=True)
    authority = models.ForeignKey(
        # zh: 主管部门
        Authority,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Authority"),
    )
    district = models.ForeignKey(
        # zh: 所属区
        District,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("District"),
    )
    zone = models.ForeignKey(
        # zh: 功能区
        Zone,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Zone"),
    )
    # zh: 须先自设密码
    must_change_password = models.BooleanField(_("Has to set an own password"), default=False)
    second_factor_since = models.DateTimeField(
        # zh: 二次验证启用时间
        _("Second factor since"),
        null=True,
        blank=True,
        editable=False,
    )

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

    @property
    def has_pages(self) -> bool:
        """Whether the account has pages of its own (a client only asks over REST)."""
        return self.is_superuser or self.role != Role.CLIENT

    @property
    def asks_over_rest(self) -> bool:
        """Whether it may ask over REST for what is not public: an expert sees pages only."""
        return self.is_superuser or self.role != Role.EXPERT

    @property
    def shown_name(self) -> str:
        """The name of the person, else that of the account."""
        return self.get_full_name() or self.get_username()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save in the revision that is open, or in one of its own.

        The latter is for Django's commands (``createsuperuser``, ``changepassword``) and for a
        password whose hash is renewed at a login.
        """
        with revision(reason=f"账号 {self.username}", source="system"):
            super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # What changes here ends all sessions of the account: the password, the second factor.
        since = self.second_factor_since
        value = f"{self.password}:{since.timestamp() if since else ''}"
        salt = "cultivation.access.models.User.get_session_auth_hash"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()
