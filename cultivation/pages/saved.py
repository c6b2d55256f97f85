"""Filters of lists, saved under a name and shared with those of the same role and place."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.pages.models import SavedList
from cultivation.problems import Problem

# What belongs to a look at a list, and not to its filter.
PASSING = ("page", "export")
LONGEST_QUERY = 1000


def of_account(user: User) -> QuerySet[SavedList]:
    """The saved lists that are the account's own."""
    return SavedList.objects.filter(account=user)


def offered_to(user: User, page: str) -> list[SavedList]:
    """The saved lists of ``page`` for ``user``: its own, and those shared with its like."""
    place = {f"account__{name}": getattr(user, name) for name in
             ("role", "authority_id", "district_id", "zone_id")}  # fmt: skip
    rows = SavedList.objects.filter(Q(account=user) | Q(shared=True, **place), page=page)
    return list(rows.select_related("account").order_by("name", "pk"))


def context(page: str, user: User, request: HttpRequest) -> dict[str, Any]:
    """What ``pages/saved.html`` shows on the list whose address is named ``page``."""
    if not page:
        return {}
    here = query_of(request)
    offered = offered_to(user, page)
    return {
        "saved_lists": [
            {
                "row": one,
                "address": f"{request.path}?{one.query}",
                "current": one.query == here,
                "own": one.account_id == user.pk,
            }
            for one in offered
        ],
        "saved_query": here,
        "saved_already": any(one.query == here for one in offered),
    }


def query_of(request: HttpRequest) -> str:
    """The filter (and order) of the list that ``request`` asks for."""
    query = request.GET.copy()
    for name in PASSING:
        query.pop(name, None)
    return query.urlencode(safe=",")


def save(*, account: User, page: str, query: str, name: str, shared: bool) -> SavedList:
    """Save a filter of the list whose address is named ``page``.

    Raises Problem ``name_missing``, ``name_taken``, ``page_unknown``, ``query_too_long``.
    """
    if not _savable(page):
        # zh: 此列表不能保存筛选。
        raise Problem("page_unknown", _("The filters of this list cannot be saved."))
    if len(query) > LONGEST_QUERY:
        # zh: 筛选条件过长，无法保存；请减少条件。
        raise Problem("query_too_long", _("The filter is too long to be saved; use fewer codes."))
    row = SavedList(account=account, page=page, query=query, shared=shared)
    return _write(row, name)


def change(*, row: SavedList, name: str, shared: bool) -> SavedList:
    """Rename an own saved list, share it or no longer. Raises Problem as ``save``."""
    row.shared = shared
    return _write(row, name)


def _write(row: SavedList, name: str) -> SavedList:
    row.name = name.strip()
    if not row.name:
        # zh: 请填写名称。
        raise Problem("name_missing", _("Give it a name."), field="name")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # zh: 您已有同名的常用筛选；请换一个名称。
        message = _("You have a saved filter of this name already; choose another one.")
        raise Problem("name_taken", message, field="name", status=409) from None
    return row


def _savable(page: str) -> bool:
    try:
        view = resolve(reverse(page)).func
    except NoReverseMatch:
        return False
    return getattr(getattr(view, "view_class", None), "saved_as", "") == page
