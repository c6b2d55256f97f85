"""The accounts and the REST token of the demonstration: known to everybody who has the code.

They exist where ``settings.DEMONSTRATION`` is true and nowhere else; the password validator below
keeps the common password out of every other place.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from knox.crypto import hash_token

from cultivation.access.models import ApiToken, Role, User
from cultivation.journal.services import revision
from cultivation.problems import Problem

PASSWORD = "Demo-3000-1000-150"
TOKEN_FILE = "demonstration-token"
TOKEN_LABEL = "demonstration"
TOKEN_LIFE = timedelta(days=3650)


class Account(NamedTuple):
    """One account: its login, the name shown, and what it may see."""

    username: str
    name: str
    role: str
    authority: str | None = None
    district: str | None = None
    zone: str | None = None

    @property
    def admin(self) -> bool:
        return not self.role


ACCOUNTS = (
    Account("gxj", "市工信局经办人（演示）", Role.BUREAU, authority="miit_tianjin"),
    Account("gxj2", "市工信局复核人（演示）", Role.BUREAU, authority="miit_tianjin"),
    Account("kjj", "市科技局经办人（演示）", Role.BUREAU, authority="sti_tianjin"),
    Account("kjj2", "市科技局复核人（演示）", Role.BUREAU, authority="sti_tianjin"),
    Account("xiqing", "西青区审核员（演示）", Role.DISTRICT, district="120111"),
    Account("binhai", "滨海新区审核员（演示）", Role.DISTRICT, district="120116"),
    Account("teda", "经开区审核员（演示）", Role.DISTRICT, district="120116", zone="120116400"),
    Account("expert1", "评审专家甲（演示）", Role.EXPERT),
    Account("expert2", "评审专家乙（演示）", Role.EXPERT),
    Account("auditor", "审计员（演示）", Role.AUDITOR),
    Account("admin", "系统管理员（演示）", ""),
    Account("client", "接口客户端（演示）", Role.CLIENT),
)


def ensure_accounts() -> None:
    """Make the accounts that are not there yet; those that are stay as they are.

    Raises Problem ``not_a_demonstration``.
    """
    _refuse_outside_demonstration()
    there = set(
        User.objects.filter(username__in=[account.username for account in ACCOUNTS]).values_list(
            "username", flat=True
        )
    )
    lacking = [account for account in ACCOUNTS if account.username not in there]
    if not lacking:
        return
    password = make_password(PASSWORD)
    with revision(reason="演示账号", source="system"):
        User.objects.bulk_create(
            User(
                username=account.username,
                password=password,
                last_name=account.name,
                role=account.role,
                authority_id=account.authority,
                district_id=account.district,
                zone_id=account.zone,
                is_staff=account.role not in (Role.CLIENT, Role.EXPERT),
                is_superuser=account.admin,
            )
            for account in lacking
        )


def ensure_token() -> str:
    """The REST token of the account ``client``, scope ``read``: made once, then shown again.

    The database keeps only its hash, so the token itself lies in ``var/``, readable by its owner
    alone. Where file and database do not belong together, a new one takes the old one's place.
    """
    _refuse_outside_demonstration()
    path = token_path()
    if path.exists():
        kept = path.read_text(encoding="ascii").strip()
        if kept and ApiToken.objects.filter(digest=hash_token(kept)).exists():
            return kept
    with revision(reason="演示令牌", source="system"):
        client = User.objects.get(username="client")
        ApiToken.objects.filter(user=client, label=TOKEN_LABEL).delete()
        _made, token = ApiToken.objects.create(
            user=client, expiry=TOKEN_LIFE, label=TOKEN_LABEL, scopes=["read"]
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="ascii") as out:
            out.write(token)
    return str(token)


def token_path() -> Path:
    """Where the token is kept between two starts."""
    return Path(settings.VAR_DIR) / TOKEN_FILE


def credentials() -> list[tuple[str, ...]]:
    """What the console shows in demonstration mode: (account, name, password) rows, then the token.

    Makes accounts and token where they are lacking. Raises Problem ``not_a_demonstration``.
    """
    ensure_accounts()
    rows: list[tuple[str, ...]] = [
        (f"{account.username:<8}", PASSWORD, account.name) for account in ACCOUNTS
    ]
    return [*rows, ("REST", f"Authorization: Token {ensure_token()}")]


class NotTheDemonstrationPassword:
    """A password validator: what everybody knows is no password outside the demonstration."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError if ``password`` is the common one of the demonstration."""
        if password == PASSWORD and not settings.DEMONSTRATION:
            # zh: 这是公开的演示口令，不能使用。
            message = _("This is the public password of the demonstration; choose another one.")
            raise ValidationError(message, code="demonstration_password")

    def get_help_text(self) -> str:
        # zh: 不能使用演示口令。
        return _("The password of the demonstration cannot be used.")


def _refuse_outside_demonstration() -> None:
    if not settings.DEMONSTRATION:
        # zh: 当前不是演示环境，不设演示账号。
        message = _("This is not a demonstration: there are no demonstration accounts.")
        raise Problem("not_a_demonstration", message)
