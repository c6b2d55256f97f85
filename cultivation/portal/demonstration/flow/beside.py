"""What lies beside the acts: documents, promises, visits, scorings, objections, decisions."""

import datetime as dt
from collections import defaultdict
from random import Random
from typing import Any

from cultivation.access.models import User
from cultivation.certification.files.papers import COMMITMENT, EVIDENCE
from cultivation.certification.files.store import keep
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import (
    Appeal,
    Ban,
    Certification,
    Commitment,
    Document,
    EndKind,
    Notice,
    Objection,
    Requirement,
    Scoring,
    SiteVisit,
)
from cultivation.certification.rules import years_later
from cultivation.certification.scoring import total
from cultivation.certification.services.scoring import measures_of
from cultivation.portal.demonstration.flow import papers, script
from cultivation.portal.demonstration.flow.days import moment
from cultivation.portal.demonstration.flow.people import Cast
from cultivation.portal.demonstration.flow.writing import Told
from cultivation.portal.demonstration.words import MARK
from cultivation.standards.models import Assessment

PICTURES = ("licence",)  # scanned; all other papers are PDFs
BAN_YEARS = 3
APPEALED_AFTER, APPEALED_IN = dt.timedelta(days=5), dt.timedelta(days=60)


# A document with the step of its story at which it was handed in, as acts note what they saw.
Seen = tuple[int, list[Any]]


class Papers:
    """Makes documents that say what they are; what several have in common is kept once."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, bool], tuple[str, int]] = {}

    def of(
        self, told: Told, kind: str, title: str, *, step: int = 0, hand: User, **more: Any
    ) -> Document:
        """The document of ``told`` that was handed in at ``step`` of its story."""
        picture = kind in PICTURES
        if (title, picture) not in self.kept:
            content = papers.picture() if picture else papers.pdf(f"{title}{MARK}")
            self.kept[title, picture] = keep(content), len(content)
        sha256, size = self.kept[title, picture]
        return Document(
            application=told.application,
            firm_id=told.application.firm_id,
            kind=kind,
            name=f"{title}{MARK}.{'png' if picture else 'pdf'}",
            content_type="image/png" if picture else "application/pdf",
            size=size,
            sha256=sha256,
            uploaded_by=hand,
            uploaded_at=moment(told.days[step], step),
            **more,
        )


def write_documents(stories: list[Told], cast: Cast) -> dict[int, list[Seen]]:
    """The papers that each application needs, but for what is promised, and what the firm signed
    for that; by application, as acts have seen them."""
    asked: dict[str, list[Requirement]] = defaultdict(list)
    for one in Requirement.objects.order_by("tier", "position"):
        asked[one.tier_id].append(one)
    made, steps, shelf = [], [], Papers()
    for told in stories:
        if len(told.days) < 2:
            continue  # a draft has none yet
        case = told.application
        hand = told.hands[0].account or cast.clerk(case.tier.ladder.authority_id)
        for one in asked[case.tier_id]:
            if one.applies_to in ("both", case.kind) and not _promised(told, one, asked):
                made.append(shelf.of(told, one.kind, one.name_zh, hand=hand))
                steps.append(0)
        if Doing.ACCEPT_INCOMPLETE in told.lot.path:
            step = told.lot.path.index(Doing.ACCEPT_INCOMPLETE)
            hand = told.hands[step].account or hand
            made.append(shelf.of(told, COMMITMENT, "容缺承诺书", step=step, hand=hand))
            steps.append(step)
    seen: dict[int, list[Seen]] = defaultdict(list)
    for document, step in zip(Document.objects.bulk_create(made), steps, strict=True):
        seen[document.application_id].append((step, [document.pk, document.sha256]))
    return seen


def _promised(told: Told, one: Requirement, asked: dict[str, list[Requirement]]) -> bool:
    """Whether it is the document that was promised: the last that is needed."""
    if Doing.ACCEPT_INCOMPLETE not in told.lot.path:
        return False
    needed = [row for row in asked[one.tier_id] if row.needed]
    return bool(needed) and needed[-1].pk == one.pk


def write_promises(stories: list[Told], today: dt.date) -> None:
    """Documents accepted as missing: some are due soon, some are late."""
    found = []
    for number, told in enumerate(stories):
        day = told.day_of(Doing.ACCEPT_INCOMPLETE)
        needed = Requirement.objects.filter(tier=told.application.tier_id, needed=True)
        last = needed.order_by("-position").first() if day else None
        if day and last:
            due = today + dt.timedelta(days=6 if number % 2 else -2)
            found.append(
                Commitment(
                    application=told.application,
                    firm_id=told.application.firm_id,
                    kind=last.kind,
                    due_on=max(due, day),
                    accepted_on=day,
                )
            )
    Commitment.objects.bulk_create(found)


def write_visits(stories: list[Told], cast: Cast) -> None:
    """Visits of those that were proposed after one was ordered."""
    found = []
    for told in stories:
        ordered, proposed = told.day_of(Doing.ORDER_VISIT), told.day_of(Doing.PROPOSE)
        if ordered and proposed:
            found.append(
                SiteVisit(
                    application=told.application,
                    firm_id=told.application.firm_id,
                    visited_on=proposed,
                    visitors=f"演示核查组{MARK}",
                    findings=script.FINDINGS,
                    conclusion=SiteVisit.Conclusion.CONFIRMED,
                    recorded_by=cast.clerk(told.application.tier.ladder.authority_id),
                    recorded_at=moment(proposed, 0),
                )
            )
    SiteVisit.objects.bulk_create(found)


def write_scorings(stories: list[Told], cast: Cast, chance: Random) -> None:
    """What experts were given, and what they have done of it."""
    found = []
    for told in stories:
        day = told.day_of(Doing.SEND_TO_EXPERTS)
        if day is None:
            continue
        measures = measures_of(told.application.batch)
        for number, expert in enumerate(cast.experts()):
            one = Scoring(
                application=told.application,
                firm_id=told.application.firm_id,
                expert=expert,
                assigned_on=day,
            )
            if told.lot.marks == "conflict" and number == 1:
                one.conflict, one.conflict_note = True, "曾任该企业技术顾问（演示）"
            elif told.lot.marks == "both" or (told.lot.marks == "one" and number == 0):
                marks = {
                    row.position: round(row.full * chance.randint(60, 98) / 100, 2)
                    for row in measures
                }
                one.marks = {str(position): str(mark) for position, mark in marks.items()}
                one.total, one.scored_on = total(measures, marks), day
                one.comment = chance.choice(script.COMMENTS)
            found.append(one)
    Scoring.objects.bulk_create(found)


def write_objections(stories: list[Told], notice: Notice) -> None:
    """Objections that were taken up in the window of ``notice``, each with a file of evidence, and
    what became of them."""
    found, told_of = [], []
    for told in stories:
        raised, settled = told.day_of(Doing.OBJECT), told.day_of(Doing.DISMISS_OBJECTION)
        if raised is None:
            continue
        one = Objection(
            notice=notice,
            application=told.application,
            firm_id=told.application.firm_id,
            raised_on=raised,
            objector=script.OBJECTOR[0],
            contact=script.OBJECTOR[1],
            content=script.OBJECTION,
            recorded_by=told.hand_of(Doing.OBJECT).account,
        )
        if settled:
            one.state, one.settled_on = Objection.State.REJECTED, settled
            one.settled_by = told.hand_of(Doing.DISMISS_OBJECTION).account
            (one.grounds,) = script.OPINIONS[Doing.DISMISS_OBJECTION]
        found.append(one)
        told_of.append(told)
    shelf, made = Papers(), []
    for told, one in zip(told_of, Objection.objects.bulk_create(found), strict=True):
        step, hand = told.lot.path.index(Doing.OBJECT), told.hand_of(Doing.OBJECT).account
        assert hand is not None
        made.append(shelf.of(told, EVIDENCE, "异议证据", step=step, hand=hand, objection=one))
    Document.objects.bulk_create(made)


def write_decisions(stories: list[Told]) -> None:
    """Beside the assessments of those that were refused."""
    found = []
    for told in stories:
        day, one = told.day_of(Doing.REFUSE), told.application.assessment
        if day and one is not None:
            one.decided, one.decided_on = "not_met", day
            if one.computed != "not_met":
                (one.decided_reason,) = script.OPINIONS[Doing.REFUSE]
            found.append(one)
    Assessment.objects.bulk_update(found, ["decided", "decided_on", "decided_reason"])


def write_bans(today: dt.date) -> int:
    """Whoever lost a title by revocation may not apply for three years. How many there are."""
    revoked = Certification.objects.filter(
        firm__demonstration=True, end_kind=EndKind.REVOCATION, bans=None
    )
    found = [
        Ban(
            firm_id=one.firm_id,
            certification=one,
            from_day=one.ended_on,
            until=years_later(one.ended_on, BAN_YEARS),
            grounds=one.end_reason or "演示",
            document=one.end_document,
        )
        for one in revoked.order_by("pk")
        if one.ended_on and one.ended_on <= today < years_later(one.ended_on, BAN_YEARS)
    ]
    return len(Ban.objects.bulk_create(found))


def write_appeal(today: dt.date) -> None:
    """Whoever lost a title last by revocation appeals, and is heard."""
    revoked = Certification.objects.filter(
        firm__demonstration=True, end_kind=EndKind.REVOCATION, ended_on__lte=today - APPEALED_AFTER
    )
    last = revoked.order_by("-ended_on", "pk").first()
    if last is not None and last.ended_on is not None:
        deadline = last.ended_on + APPEALED_IN
        Appeal.objects.create(
            certification=last,
            firm_id=last.firm_id,
            deadline=deadline,
            filed_on=last.ended_on + APPEALED_AFTER,
            content=script.APPEAL,
            state=Appeal.State.OPEN,
        )
