"""A screening as a page or REST asks for it: which standard, whose firms, which rows."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.access.scope import scope_of
from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.journal import keeping
from cultivation.portal.judging import running
from cultivation.portal.judging.choosing import Offer, offers, single
from cultivation.problems import Problem
from cultivation.standards.engine.content import Act
from cultivation.standards.screening import ScreenRow, Standing

DEFAULT = "specialized"
HOLDERS = (Standing.HOLDS, Standing.NO_LONGER)


def day_of(asked: Mapping[str, Any]) -> dt.date:
    """The day of filing that is supposed."""
    found: dt.date = asked["as_of"] or today()
    return found


def offers_of(asked: Mapping[str, Any]) -> list[Offer]:
    """The standards that can be chosen, with the chosen one."""
    tier, act = single(asked["tier"]) or DEFAULT, asked["act"] or Act.NEW
    return offers(day_of(asked), tier=tier, act=act)


def chosen(found: list[Offer], day: dt.date) -> Offer:
    """The standard asked for. Raises Problem ``no_standard``."""
    offer = next((one for one in found if one.chosen), None)
    if offer is None:
        # zh: 该层级在 %(day)s 没有已登记的标准；请选择其他层级或日期。
        told = _("No standard of this tier is on file for %(day)s; choose another one.")
        raise Problem("no_standard", told % {"day": day}, status=404)
    return offer


def run_of(user: User | AnonymousUser, offer: Offer, day: dt.date) -> running.Run:
    """The screening of the firms that ``user`` sees, kept in memory until something is written.

    Raises Problem ``screening_failed``.
    """
    content = offer.choice.content
    key = (keeping.state(), content.key, day, scope_of(user))
    run = running.screening(key, content, day, Firm.objects.visible_to(user))
    if run.failed:
        # zh: 测评未能完成；请重新打开本页。
        raise Problem("screening_failed", _("The screening failed; open it again."), status=503)
    return run


def rows_of(run: running.Run, offer: Offer) -> list[ScreenRow]:
    """Holders where a renewal is asked about, all other firms where a new application is."""
    if run.found is None:
        return []
    holders = offer.act is Act.RENEWAL
    return [row for row in run.found.rows if (row.standing in HOLDERS) is holders]
