"""Passwords: what they have to be made of, and random ones to begin with."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Without what is read for something else: 0 and o, 1 and l.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
DIGITS = "23456789"
GROUPS, GROUP = 4, 4
FEWEST_KINDS = 2


class KindsOfCharacters:
    """A password validator: small letters, capitals, digits, others; two of these at least."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError if ``password`` is made of one kind of characters only."""
        if len({_kind(one) for one in password}) < FEWEST_KINDS:
            # zh: 密码至少要包含大写字母、小写字母、数字、其他符号中的两类。
            message = _("Use two at least of: small letters, capitals, digits, other characters.")
            raise ValidationError(message, code="password_one_kind")

    def get_help_text(self) -> str:
        return _("Use two at least of: small letters, capitals, digits, other characters.")


def random_password() -> str:
    """A password nobody has chosen, in groups that can be read out: ``k7wq-9mzt-…``."""
    while True:
        characters = "".join(secrets.choice(LETTERS + DIGITS) for _n in range(GROUPS * GROUP))
        password = "-".join(characters[at : at + GROUP] for at in range(0, GROUPS * GROUP, GROUP))
        if len({_kind(one) for one in password}) > FEWEST_KINDS:
            return password


def _kind(character: str) -> str:
    if character.isdigit():
        return "digit"
    if character.isupper():
        return "capital"
    return "small" if character.islower() else "other"
