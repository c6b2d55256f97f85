"""Writing over REST: who may, and how what is written stays in order.

A token writes when its scopes say ``write`` and its account may do the act; whose rows it writes is
``visible_to``, as for reading. A login writes what its account may do, with the CSRF token that
every form of the pages sends.

An endpoint that writes is a ``WritingView`` that names its ``act``, reads the body with
``cultivation.rest.bodies`` and writes inside ``self.revision(reason)``::

    class YearView(WritingView):
        act = Act.WORK_ON_FIRMS
        http_method_names = ["get", "put", "head", "options"]

        def put(self, request, uscc, year):
            firm = seen_firm(request, uscc)              # 404 outside of the scope
            given = read_body(request, FIELDS)           # 400 with every wrong field

            def work():
                with self.revision("年度数据"):
                    check_match(request, tag_of_row)     # 412 where If-Match is stale
                    return answer(record_year(firm=firm, year=year, figures=given))

            return self.once(work)                       # Idempotency-Key

Whatever a service refuses (``Problem``) takes back all that was written, and becomes a problem
document.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import IntegrityError, OperationalError, connection
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.parsers import BaseParser
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.access.models import User
from cultivation.access.permissions import Act, may, may_with_token
from cultivation.access.repeating import once
from cultivation.journal.collisions import collided
from cultivation.journal.models import Revision
from cultivation.journal.services import revision
from cultivation.problems import Problem
from cultivation.rest.access import WRITE, MayRead
from cultivation.rest.bodies import ExactJSONParser
from cultivation.rest.views import StrictView

if TYPE_CHECKING:
    from rest_framework.views import APIView


class MayWrite(BasePermission):
    """Reading as ``MayRead``; writing for accounts that may do the ``act`` of the view, by a login
    or a token with the scope ``write``."""

    # zh: 此账号没有此操作的权限。
    message = gettext_lazy("This account may not do that.")

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if request.method in SAFE_METHODS:
            reading = MayRead()
            self.message = reading.message
            return reading.has_permission(request, view)
        if not isinstance(request.user, User):
            return False
        act: Act = getattr(view, "act")  # noqa: B009
        if request.auth is None:
            return may(request.user, act)
        if WRITE not in getattr(request.auth, "scopes", ()):
            # zh: 此令牌没有写入（write）权限；请更换令牌，或请发放者补充权限。
            message = gettext_lazy(
                "This token may not write; use another, or have its scope “write” added."
            )
            self.message = message
            return False
        return may_with_token(request.user, act)


class WritingView(StrictView):
    """An endpoint that writes. Subclasses say which ``act`` that is, and their methods."""

    permission_classes: list[type[BasePermission]] = [MayWrite]
    parser_classes: list[type[BaseParser]] = [ExactJSONParser]
    act: Act

    @property
    def account(self) -> User:
        """Whoever asks; permissions have let nobody else in."""
        user = self.request.user
        assert isinstance(user, User)
        return user

    def once(self, work: Callable[[], Response]) -> HttpResponseBase:
        """Do ``work``, or answer as the same request (``Idempotency-Key``) was answered before.

        What depends on how things stand, ``If-Match`` too, is looked at in ``work``: a request
        that comes again after it was done finds them otherwise.
        """
        return once(self.request, work, self.handle_exception)

    @contextmanager
    def revision(self, reason: str) -> Iterator[Revision]:
        """A revision of whoever asks, over REST, for ``reason``; it takes back what is refused.

        Raises Problem ``collision`` (409) where somebody wrote the same at the same moment.
        """
        try:
            with revision(
                reason=reason,
                actor=self.account,
                source="rest",
                request_id=getattr(self.request, "request_id", ""),
            ) as opened:
                yield opened
                # Where the answer is kept too (``Idempotency-Key``) the transaction ends later:
                # what the database asks at its end is asked here, where it can still be told.
                connection.check_constraints()
        except (IntegrityError, OperationalError) as error:
            if not collided(error):
                raise
            # zh: 就在此时，另有人登记了与之冲突的内容；请核对现有登记后再试。
            message = _("Somebody wrote the same just now; look what is on file.")
            raise Problem("collision", message, status=409) from error
