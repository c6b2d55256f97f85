"""Invented records for tests, made by the services inside a revision."""

import datetime as dt
import itertools
from collections.abc import Sequence
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

from cultivation.access.models import ApiToken, Role, User
from cultivation.certification import services as certifying
from cultivation.certification.models import Certification, EndKind
from cultivation.firms import services as firms
from cultivation.firms import uscc
from cultivation.firms.models import Firm, FirmYear, Industry, SizeClass
from cultivation.journal.models import Revision
from cultivation.journal.services import revision
from cultivation.ladders.models import Tier
from cultivation.places.models import District, Zone

PASSWORD = "correct horse battery staple"
_numbers = itertools.count(1)


def writing(reason: str = "test") -> AbstractContextManager[Revision]:
    """A revision, so that tracked tables may be written."""
    return revision(reason=reason, source="system")


def make_code(number: int | None = None) -> str:
    """A well-formed credit code that no other call has given."""
    number = next(_numbers) if number is None else number
    return uscc.complete(f"91120199MA{number:06d}")


def make_firm(
    name: str | None = None,
    *,
    code: str | None = "",
    district: str | None = "120101",
    zone: str | None = None,
    industry: str | None = None,
    size: str | None = None,
    size_year: int = 2020,
    demonstration: bool = False,
    **further: Any,
) -> Firm:
    """A firm. ``code`` is made when empty, and pending when None; places and industry by code."""
    number = next(_numbers)
    with writing():
        firm = firms.register(
            name=name or f"天津试验{number:04d}科技有限公司",
            code=make_code(number) if code == "" else code,
            district=District.objects.get(pk=district) if district else None,
            zone=Zone.objects.get(pk=zone) if zone else None,
            industry=Industry.objects.get(pk=industry) if industry else None,
            **further,
        )
        if size:
            FirmYear.objects.create(
                firm=firm, year=size_year, revenue=Decimal("1234.56"), size_class=SizeClass(size)
            )
        if demonstration:
            Firm.objects.filter(pk=firm.pk).update(demonstration=True)
            firm.demonstration = True
    return firm


def make_certification(
    firm: Firm | None = None,
    tier: str = "seed",
    *,
    valid_from: dt.date = dt.date(2022, 1, 1),
    valid_to: dt.date | None = dt.date(2025, 1, 1),
    batch: str = "试验批次",
    ended_on: dt.date | None = None,
    end_kind: str = EndKind.REVOCATION,
    **further: Any,
) -> Certification:
    """A certification of ``firm`` (a new one if none is given), ended early if ``ended_on``."""
    firm = firm or make_firm()
    with writing():
        made = certifying.certify(
            firm=firm,
            tier=Tier.objects.get(pk=tier),
            batch=batch,
            valid_from=valid_from,
            valid_to=valid_to,
            **further,
        )
        if ended_on:
            Certification.objects.filter(pk=made.pk).update(ended_on=ended_on, end_kind=end_kind)
    made.refresh_from_db()
    return made


def make_user(
    role: str = "",
    *,
    username: str | None = None,
    district: str | None = None,
    zone: str | None = None,
    authority: str | None = None,
    **further: Any,
) -> User:
    """An account; bureau staff are of 市工信局 and officers of 和平区 unless told otherwise."""
    if role == Role.BUREAU:
        authority = authority or "miit_tianjin"
    if role == Role.DISTRICT:
        district = district or "120101"
    return User.objects.create_user(
        username=username or f"user{next(_numbers)}",
        password=PASSWORD,
        role=role,
        district_id=district,
        zone_id=zone,
        authority_id=authority,
        **further,
    )


def token_for(user: User, scopes: Sequence[str] = ("read",), **further: Any) -> str:
    """The text of a new token of ``user``."""
    _token, text = ApiToken.objects.create(user, scopes=list(scopes), **further)
    return str(text)
