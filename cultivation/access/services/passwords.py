"""The own password."""

from cultivation.access.log import record_act
from cultivation.access.models import AccessKind, User
from cultivation.journal.services import current_revision


def change_own(*, account: User, password: str) -> None:
    """Set the password that the account has chosen (and that has passed the rules).

    All its sessions end; the caller keeps the one that asks.
    """
    current_revision()
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    record_act(kind=AccessKind.PASSWORD_CHANGED, account=account)
