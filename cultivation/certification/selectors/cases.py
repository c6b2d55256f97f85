"""Cases as the flow looks at them, in the same few queries for one and for a thousand."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Max

from cultivation.access.models import Role, User
from cultivation.access.permissions import Act as May
from cultivation.access.permissions import decides_on, may
from cultivation.certification.files.papers import COMMITMENT
from cultivation.certification.flow.cases import Case, Party, Person, Visit
from cultivation.certification.flow.stages import Stages
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.models import (
    Act,
    Application,
    Ban,
    Certification,
    Commitment,
    Document,
    NoticeRow,
    Objection,
    Procedure,
    Requirement,
    Scoring,
    SiteVisit,
    YearlyUpdate,
)
from cultivation.certification.rules import update_due_on, updates_owed
from cultivation.firms.models import Residence
from cultivation.firms.querysets import on
from cultivation.ladders.models import Tier

# What cases, judgements and effects look at beside the application itself.
SELECTED = ("batch__standard", "firm", "tier__ladder__authority", "assessment", "renews")
# Whoever did one of these has reviewed the case, and does not decide it.
RECOMMENDING = {Doing.RECOMMEND, Doing.DECLINE}
REVIEWING = {Doing.PROPOSE, Doing.RETURN_TO_DISTRICT, Doing.RETURN_TO_FIRM, Doing.REVIEW_AGAIN}
# Rows by the name of their group.
Known = Mapping[str, Iterable[Any]]
NOTHING_KNOWN: Known = {}
# From these states on an application takes a place of the quota of its batch.
PLACED = (State.PROPOSED, State.NOTICED, State.OBJECTED, State.WITH_MINISTRY, State.CERTIFIED)


def stages_of(procedures: Iterable[Procedure]) -> dict[str, Procedure]:
    """The procedures by tier; a tier without one goes through the usual stages."""
    return {one.pk: one for one in procedures}


def parties_of(user: User, authority: str = "", *, files: bool = False) -> frozenset[Party]:
    """As which parties ``user`` handles cases of the ladders of ``authority`` (a code; empty: of
    whatever ladder) that it sees.

    Parameters: ``files`` (a REST client whose token may write).
    """
    found: set[Party] = set()
    if may(user, May.HANDLE_CASES):
        if decides_on(user, authority or user.authority_id or ""):
            found |= {Party.BUREAU, Party.FILER}
        if user.is_superuser or user.role == Role.DISTRICT:
            found |= {Party.DISTRICT, Party.FILER}
    if files and user.role == Role.CLIENT:
        found.add(Party.FILER)
    return frozenset(found)


def person_of(user: User, tier: Tier, *, files: bool = False) -> Person:
    """``user`` before a case of ``tier`` that it sees. Parameters: as of ``parties_of``."""
    return Person(user.pk, parties_of(user, tier.ladder.authority_id, files=files))


def banned_until(firms: Collection[int], day: dt.date) -> dict[int, dt.date]:
    """The firms (ids) that may not apply on ``day``, each with the day from which it may again."""
    rows = Ban.objects.filter(firm__in=firms, lifted_on=None, from_day__lte=day, until__gt=day)
    return dict(rows.values_list("firm_id").annotate(last=Max("until")).order_by())


def updates_of(firms: Collection[int]) -> dict[int, set[int]]:
    """The years for which each firm's update counts: done in time, or let count."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = YearlyUpdate.objects.filter(firm__in=firms)
    for one in rows.only("firm_id", "year", "updated_on", "accepted_because"):
        if one.updated_on <= update_due_on(one.year) or one.accepted_because:
            found[one.firm_id].add(one.year)
    return found


def cases_of(
    applications: Collection[Application], day: dt.date, known: Known = NOTHING_KNOWN
) -> dict[int, Case]:
    """The cases of ``applications`` (with ``batch``, ``firm``, ``tier__ladder``, ``assessment``
    selected) as of ``day``, by id.

    Parameters: ``known`` (rows that the caller has read already, by the name of the group in
    ``_Reading``, each as that would read it).
    """
    return _Reading(applications, day, known).cases() if applications else {}


class _Reading:
    """Everything that cases are made of, read once."""

    def __init__(
        self, applications: Collection[Application], day: dt.date, known: Known = NOTHING_KNOWN
    ) -> None:
        self.applications, self.day = applications, day
        self.ids = [one.pk for one in applications]
        self.firms = {one.firm_id for one in applications}
        self.tiers = {one.tier_id for one in applications}
        self.known = known
        procedures = known.get(
            "procedures",
            Procedure.objects.filter(pk__in=self.tiers).prefetch_related("prior"),
        )
        self.procedures = stages_of(procedures)
        self.acts = self._grouped(
            known.get(
                "acts",
                Act.objects.filter(application__in=self.ids)
                .order_by("id")
                .values_list("application_id", "doing", "actor_id"),
            )
        )
        self.documents = self._grouped(
            known.get(
                "documents",
                Document.objects.filter(application__in=self.ids, withdrawn_on=None).values_list(
                    "application_id", "kind"
                ),
            )
        )
        self.commitments = self._grouped(
            known.get(
                "commitments",
                Commitment.objects.filter(application__in=self.ids).values_list(
                    "application_id", "kind", "due_on", "fulfilled_on"
                ),
            )
        )
        self.visits = self._grouped(
            known.get(
                "visits",
                SiteVisit.objects.filter(application__in=self.ids).values_list(
                    "application_id", "conclusion"
                ),
            )
        )
        self.scorings = self._grouped(
            known.get(
                "scorings",
                Scoring.objects.filter(application__in=self.ids, conflict=False).values_list(
                    "application_id", "scored_on"
                ),
            )
        )
        self.notices = dict(
            known.get(
                "notices",
                NoticeRow.objects.filter(application__in=self.ids, notice__withdrawn_on=None)
                .values_list("application_id")
                .annotate(last=Max("notice__last_day"))
                .order_by(),
            )
        )
        self.objections = Counter(
            known.get(
                "objections",
                Objection.objects.filter(
                    application__in=self.ids, state=Objection.State.OPEN
                ).values_list("application_id", flat=True),
            )
        )
        self.bans = dict(known["bans"]) if "bans" in known else banned_until(self.firms, day)
        self.outside = set(
            known.get(
                "outside",
                Residence.objects.filter(on(day), firm__in=self.firms, outside=True).values_list(
                    "firm_id", flat=True
                ),
            )
        )
        self.required = self._grouped(
            known.get(
                "required",
                Requirement.objects.filter(tier__in=self.tiers, needed=True).values_list(
                    "tier_id", "kind", "applies_to", "name_zh"
                ),
            )
        )
        self.held = self._held()
        renewing = any(one.kind == "renewal" for one in applications)
        self.updates = updates_of(self.firms) if renewing else defaultdict(set)
        self.taken = self._taken()

    @staticmethod
    def _grouped(rows: Iterable[Any]) -> dict[Any, list[Any]]:
        found: dict[Any, list[Any]] = defaultdict(list)
        for key, *rest in rows:
            found[key].append(rest)
        return found

    def _held(self) -> dict[int, set[str]]:
        prior = {tier.pk for one in self.procedures.values() for tier in one.prior.all()}
        found: dict[int, set[str]] = defaultdict(set)
        if prior:
            held = Certification.objects.as_of(self.day).filter(firm__in=self.firms, tier__in=prior)
            for firm, tier in self.known.get("held", held.values_list("firm_id", "tier_id")):
                found[firm].add(tier)
        return found

    def _taken(self) -> Counter[int]:
        batches = {one.batch_id for one in self.applications if one.batch.quota is not None}
        if not batches:
            return Counter()
        placed = Application.objects.filter(batch__in=batches, state__in=PLACED)
        return Counter(placed.values_list("batch_id", flat=True))

    def cases(self) -> dict[int, Case]:
        return {one.pk: self._case(one) for one in self.applications}

    def _case(self, one: Application) -> Case:
        procedure, batch = self.procedures.get(one.tier_id), one.batch
        stages = procedure.stages if procedure else Stages()
        acts = self.acts[one.pk]
        there = {kind for (kind,) in self.documents[one.pk]}
        promised = self.commitments[one.pk]
        committed = {kind for kind, _due, _done in promised}
        scored = [day for (day,) in self.scorings[one.pk]]
        prior = {tier.pk: tier.name_zh for tier in procedure.prior.all()} if procedure else {}
        held = self.held[one.firm_id]
        owed = (
            updates_owed(procedure.updates_from, one.renews.valid_from, self.day)
            if procedure and one.renews
            else []
        )
        return Case(
            pk=one.pk,
            state=State(one.state),
            kind=one.kind,
            stages=stages,
            day=self.day,
            tier=one.tier_id,
            authority=one.tier.ladder.authority_id,
            window=(batch.files_from, batch.files_to)
            if batch.files_from and batch.files_to
            else None,
            batch_closed=batch.closed_on is not None,
            batch_takes=batch.kind,
            banned_until=self.bans.get(one.firm_id),
            firm_closed_on=one.firm.closed_on,
            firm_outside=one.firm_id in self.outside,
            updates_missing=tuple(y for y in owed if y not in self.updates[one.firm_id]),
            missing=tuple(
                name
                for kind, applies_to, name in self.required[one.tier_id]
                if applies_to in ("both", one.kind) and kind not in there | committed
            ),
            committed=COMMITMENT in there,
            promised=tuple(
                due for kind, due, done in promised if done is None and kind not in there
            ),
            district_notice_to=one.district_notice_to,
            visit=Visit(
                done=bool(self.visits[one.pk]),
                contradicted=any(c == "contradicted" for (c,) in self.visits[one.pk]),
            ),
            scores=sum(day is not None for day in scored),
            scores_waiting=sum(day is None for day in scored),
            notice_to=self.notices.get(one.pk),
            open_objections=self.objections[one.pk],
            recommenders=frozenset(a for d, a in acts if d in RECOMMENDING and a),
            reviewers=frozenset(a for d, a in acts if d in REVIEWING and a),
            signers=_signers(acts),
            firm_returns=one.firm_returns,
            city_returns=one.city_returns,
            computed=one.assessment.computed if one.assessment else "",
            room=None if batch.quota is None else batch.quota - self.taken[one.batch_id],
            titles_lacking=tuple(prior.values()) if prior and not held & prior.keys() else (),
        )


def _signers(acts: list[Any]) -> frozenset[int]:
    """Who has signed since the case was last proposed: a new review needs new signatures."""
    signers: set[int] = set()
    for doing, actor in acts:
        if doing == Doing.PROPOSE:
            signers.clear()
        elif doing == Doing.SIGN and actor:
            signers.add(actor)
    return frozenset(signers)
