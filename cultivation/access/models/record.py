from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.access.models.user import Role, User


class AccessKind(models.TextChoices):
    # zh: 登录
    LOGIN = "login", _("login")
    # zh: 登录失败
    LOGIN_FAILED = "login_failed", _("failed login")
    # zh: 登录锁定
    LOCKED_OUT = "locked_out", _("locked out")
    # zh: 退出
    LOGOUT = "logout", _("logout")
    # zh: 越权被拒
    REFUSED = "refused", _("refused")
    # zh: 查阅辖区外记录
    OUT_OF_SCOPE = "out_of_scope", _("outside the scope")
    # zh: 导出
    EXPORT = "export", _("export")
    # zh: 发放令牌
    TOKEN_MADE = "token_made", _("token made")
    # zh: 撤销令牌
    TOKEN_REVOKED = "token_revoked", _("token revoked")
    # zh: 修改密码
    PASSWORD_CHANGED = "password_changed", _("password changed")
    # zh: 启用二次验证
    OTP_ON = "otp_on", _("second factor switched on")
    # zh: 停用二次验证
    OTP_OFF = "otp_off", _("second factor switched off")


class AccessRecordQuerySet(models.QuerySet["AccessRecord"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The records that ``user`` may read: all for auditors and the administrator, else none."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self if user.is_superuser or user.role == Role.AUDITOR else self.none()

    def of(self, user: User) -> Self:
        """What is on record about the account itself, which it may always read."""
        return self.filter(account_id=user.pk)


class AccessRecord(models.Model):
    """Who came in, who was turned away, what was taken along. The database lets nobody change it.

    The account is kept as id and as text, as in the journal. ``path`` has the names of the query's
    parameters and not their values.
    """

    Kind = AccessKind

    # zh: 事项
    kind = models.CharField(_("What"), max_length=20, choices=AccessKind.choices)
    account_id = models.BigIntegerField(_("Account"), null=True)
    # zh: 账号名
    account_name = models.CharField(_("Account name"), max_length=150, blank=True)
    # zh: 来源地址
    address = models.GenericIPAddressField(_("Network address"), null=True)
    # zh: 访问路径
    path = models.CharField(_("Path"), max_length=200, blank=True)
    # zh: 详情
    detail = models.JSONField(_("Details"), default=dict)
    recorded_at = models.DateTimeField(_("Recorded at"))
    request_id = models.CharField(_("Request"), max_length=64, blank=True)

    objects = AccessRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["account_id", "kind", "-id"], name="access_record_account"),
            models.Index(fields=["kind", "-id"], name="access_record_kind"),
            models.Index(fields=["recorded_at"], name="access_record_time"),
        ]
        # zh: 访问记录
        verbose_name = _("access record")
        # zh: 访问记录
        verbose_name_plural = _("access records")

    def __str__(self) -> str:
        return f"{self.recorded_at:%Y-%m-%d %H:%M} {self.kind} {self.account_name}"
