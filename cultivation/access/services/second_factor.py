"""One-time codes (TOTP) as a second factor, with codes for the day the device is lost.

The devices are django-otp's. Their secrets stay out of the journal: it only sees since when an
account has a second factor.
"""

import hashlib
import secrets
from base64 import b32encode

from django.db import transaction
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cultivation.access.log import record_act
from cultivation.access.models import AccessKind, User
from cultivation.clock import now
from cultivation.journal.services import current_revision
from cultivation.problems import Problem

RECOVERY_CODES = 10
RECOVERY_LENGTH = 10
CODE_LENGTH = 6
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def prepare(*, account: User) -> TOTPDevice:
    """The device that waits for its first code; made anew where there is none.

    Raises Problem ``second_factor_on``.
    """
    if account.second_factor_since:
        # zh: 二次验证已启用；如需更换设备，请先停用。
        message = _("The second factor is on already; switch it off first to change the device.")
        raise Problem("second_factor_on", message)
    waiting, _made = TOTPDevice.objects.get_or_create(
        user=account, confirmed=False, defaults={"name": "totp"}
    )
    return waiting


def switch_on(*, account: User, code: str) -> list[str]:
    """The first code from the device proves that it works: the second factor is on from now on.

    Returns the recovery codes (shown once; only their digests are kept). Raises Problem
    ``wrong_code`` or ``second_factor_on``.
    """
    current_revision()
    waiting = prepare(account=account)
    device = TOTPDevice.objects.select_for_update().get(pk=waiting.pk)
    if not (_six_digits(code) and device.verify_token(code)):
        # zh: 验证码不正确；请输入验证器当前显示的六位数字。
        message = _("This code is not right; enter the six digits that the app shows now.")
        raise Problem("wrong_code", message, field="code")
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    account.second_factor_since = now()
    account.save(update_fields=["second_factor_since"])
    record_act(kind=AccessKind.OTP_ON, account=account)
    return _new_recovery_codes(account)


def take_off(*, account: User) -> None:
    """The account has no second factor any more; its sessions end.

    Raises Problem ``second_factor_off``.
    """
    current_revision()
    if not account.second_factor_since:
        # zh: 二次验证未启用。
        raise Problem("second_factor_off", _("There is no second factor to switch off."))
    TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()
    account.second_factor_since = None
    account.save(update_fields=["second_factor_since"])


def switch_off_own(*, account: User) -> None:
    """As ``take_off``, by the account itself."""
    take_off(account=account)
    record_act(kind=AccessKind.OTP_OFF, account=account)


@transaction.atomic
def verify(*, account: User, code: str) -> bool:
    """Whether ``code`` is the current one of the device, or an unused recovery code.

    Each code counts once. After a wrong one the device takes none for a moment, longer each time.
    """
    text = "".join(code.split()).replace("-", "").lower()
    if _six_digits(text):
        devices = TOTPDevice.objects.select_for_update().filter(user=account, confirmed=True)
        return any(device.verify_token(text) for device in devices)
    recovery = StaticDevice.objects.select_for_update().filter(user=account)
    return any(device.verify_token(_digest(device, text)) for device in recovery)


def recovery_codes_left(*, account: User) -> int:
    """How many recovery codes are still unused."""
    return StaticToken.objects.filter(device__user=account).count()


def new_recovery_codes(*, account: User) -> list[str]:
    """Other recovery codes in place of those that there are.

    Raises Problem ``second_factor_off``.
    """
    if not account.second_factor_since:
        raise Problem("second_factor_off", _("There is no second factor to switch off."))
    with transaction.atomic():
        return _new_recovery_codes(account)


def _new_recovery_codes(account: User) -> list[str]:
    StaticDevice.objects.filter(user=account).delete()
    device = StaticDevice.objects.create(user=account, name="recovery")
    codes = [
        "".join(secrets.choice(ALPHABET) for _n in range(RECOVERY_LENGTH))
        for _c in range(RECOVERY_CODES)
    ]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=_digest(device, code)) for code in codes
    )
    half = RECOVERY_LENGTH // 2
    return [f"{code[:half]}-{code[half:]}" for code in codes]


def _digest(device: StaticDevice, code: str) -> str:
    # 16 characters is what the column holds: 80 bits, more than the code itself has.
    key = str(device.pk).encode()
    return b32encode(hashlib.blake2b(code.encode(), key=key, digest_size=10).digest()).decode()


def _six_digits(code: str) -> bool:
    return len(code) == CODE_LENGTH and code.isascii() and code.isdigit()
