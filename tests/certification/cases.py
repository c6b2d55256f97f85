"""A bureau's people and cases, for tests of the flow."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from cultivation.access.models import Role, User
from cultivation.certification import services
from cultivation.certification.files.papers import COMMITMENT
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Batch, Document, Notice, Requirement
from cultivation.certification.services import Given
from cultivation.certification.services.notices import publish
from cultivation.clock import now, today
from cultivation.firms.models import Firm
from tests.factories import make_firm, make_user, writing


class People:
    """An officer of 和平区, two of 市工信局 who handle cases, and one of 市科技局."""

    def __init__(self, district: str = "120101") -> None:
        self.officer = make_user(Role.DISTRICT, district=district)
        self.reviewer = make_user(Role.BUREAU)
        self.decider = make_user(Role.BUREAU)
        self.scientist = make_user(Role.BUREAU, authority="sti_tianjin")
        self.science_decider = make_user(Role.BUREAU, authority="sti_tianjin")


def make_batch(tier: str = "innovative", name: str = "2026年第一批", **further: Any) -> Batch:
    """A batch that takes applications from ten days ago to ten days ahead."""
    window = {
        "files_from": today() - dt.timedelta(days=10),
        "files_to": today() + dt.timedelta(days=10),
    }
    with writing():
        return Batch.objects.create(tier_id=tier, name=name, **(window | further))


def make_application(
    batch: Batch, actor: User, firm: Firm | None = None, *, documents: bool = True, **further: Any
) -> Application:
    """A draft, with all documents that are needed."""
    firm = firm or make_firm()
    with writing():
        made = services.open_application(batch=batch, firm=firm, actor=actor, **further)
        if documents:
            attach(made, actor)
    return made


def attach(application: Application, actor: User) -> None:
    """All documents that ``application`` needs, as rows (their content is not looked at)."""
    for one in Requirement.objects.filter(tier=application.tier_id, needed=True):
        Document.objects.create(
            application=application,
            firm_id=application.firm_id,
            kind=one.kind,
            name=f"{one.name_zh}.pdf",
            content_type="application/pdf",
            size=1000,
            sha256=f"{application.pk:032}{one.pk:>032}"[:64],
            uploaded_by=actor,
            uploaded_at=now(),
        )


def sign(application: Application, actor: User) -> Document:
    """What the firm has signed where documents of ``application`` are missing, as a row."""
    with writing():
        return Document.objects.create(
            application=application,
            firm_id=application.firm_id,
            kind=COMMITMENT,
            name="容缺承诺书.pdf",
            content_type="application/pdf",
            size=1000,
            sha256=f"{application.pk:064}",
            uploaded_by=actor,
            uploaded_at=now(),
        )


def do(doing: Doing, applications: Application | Sequence[Application], actor: User | None,
       **given: Any) -> list[services.Row]:  # fmt: skip
    """Act, with an opinion and a reason that fit."""
    chosen = [applications] if isinstance(applications, Application) else list(applications)
    given = {"opinion": "同意", "differs": "人工核实"} | given
    with writing():
        rows = services.act(
            applications=[one.pk for one in chosen], doing=doing, actor=actor, given=Given(**given)
        )
    for one in chosen:
        one.refresh_from_db()
    return rows


def propose(people: People, applications: Sequence[Application]) -> None:
    """Bring drafts of the 专精特新 ladder to 拟认定."""
    do(Doing.SUBMIT, applications, people.officer)
    do(Doing.RECOMMEND, applications, people.officer)
    do(Doing.PROPOSE, applications, people.reviewer)


def notice_of(
    batch: Batch, applications: Sequence[Application], actor: User, **further: Any
) -> Notice:
    """Put proposed applications into a notice of five working days."""
    defaults: dict[str, Any] = {"title": "公示", "contact": "书面实名", "days": 5}
    with writing():
        notice = publish(
            batch=batch,
            applications=[one.pk for one in applications],
            actor=actor,
            **(defaults | further),
        )
    for one in applications:
        one.refresh_from_db()
    return notice
