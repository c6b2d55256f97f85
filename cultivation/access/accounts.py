"""The account behind a session, with what the bar says on every page: one query for both."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from cultivation.access.models import Message, User


class AccountBackend(ModelBackend):
    """Passwords as Django checks them; the account knows how many messages it has not read."""

    def get_user(self, user_id: int) -> User | None:
        """The account of this id with ``unread``, or None if it may not come in."""
        unread = Message.objects.filter(account=OuterRef("pk"), read_at=None).order_by()
        count = Subquery(
            unread.values("account").annotate(n=Count("pk")).values("n"),
            output_field=IntegerField(),
        )
        account = User.objects.annotate(unread=Coalesce(count, Value(0))).filter(pk=user_id).first()
        return account if account and self.user_can_authenticate(account) else None
