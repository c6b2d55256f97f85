"""What acts write beside the state: filing day, assessments, commitments, returns, experts."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from cultivation.access.models import Role, User
from cultivation.certification.files.papers import COMMITMENT
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.models import (
    Application,
    Commitment,
    Document,
    Procedure,
    Requirement,
    Scoring,
)
from cultivation.certification.selectors.workdays import workday_after
from cultivation.certification.services.acting import Given, Row, effect_of
from cultivation.certification.services.documents import attach, content_of
from cultivation.clock import today
from cultivation.problems import Problem
from cultivation.standards.engine.report import as_dict
from cultivation.standards.models import Assessment
from cultivation.standards.vocabulary import write_facts


@effect_of(Doing.SUBMIT)
def file(rows: list[Row], given: Given, actor: User | None) -> None:
    for row in rows:
        row.application.filed_on = today()


@effect_of(Doing.RETURN_TO_FIRM, Doing.RETURN_TO_DISTRICT)
def count_return(rows: list[Row], given: Given, actor: User | None) -> None:
    for row in rows:
        assert row.rule is not None
        if row.application.state == State.RETURNED:
            row.application.firm_returns += 1
        if row.rule.party == "bureau":
            row.application.city_returns += 1


@effect_of(Doing.RECOMMEND, Doing.PROPOSE)
def keep_assessments(rows: list[Row], given: Given, actor: User | None) -> None:
    """Freeze what the standard said when the person looked, unless that is what is kept already."""
    made: list[tuple[Row, Assessment]] = []
    for row in rows:
        if row.judgement is None:
            continue
        judged, sheet = row.judgement.judged, row.judgement.sheet
        facts, standard = write_facts(judged.facts), judged.compiled.content.key
        kept = row.application.assessment
        if kept and (kept.facts, kept.standard_id, kept.as_of) == (facts, standard, judged.day):
            continue
        assessment = Assessment(
            firm_id=row.application.firm_id,
            standard_id=standard,
            act=str(judged.compiled.act),
            as_of=judged.day,
            overrides=[dict(one.raw) for one in judged.compiled.overrides],
            facts=facts,
            sources=sheet.sources,
            computed=str(judged.result),
            result=as_dict(judged),
            kept_on=today(),
        )
        made.append((row, assessment))
    Assessment.objects.bulk_create([assessment for _row, assessment in made])
    for row, assessment in made:
        row.application.assessment = assessment


@effect_of(Doing.ACCEPT_INCOMPLETE)
def promise(rows: list[Row], given: Given, actor: User | None) -> None:
    _check_promised([row.application for row in rows], given.missing)
    for row in rows:
        one = row.application
        if given.commitment:
            _take_in(given.commitment, one, actor)
        for kind in given.missing:
            Commitment.objects.update_or_create(
                application=one,
                kind=kind,
                defaults={
                    "firm_id": one.firm_id,
                    "due_on": given.due_on,
                    "accepted_on": today(),
                    "fulfilled_on": None,
                },
            )


def _check_promised(applications: Collection[Application], kinds: Collection[str]) -> None:
    """Refuse promises of what a case does not need, or has: nobody would bring it."""
    needed = list(
        Requirement.objects.filter(
            tier__in={one.tier_id for one in applications}, kind__in=kinds, needed=True
        )
    )
    there = set(
        Document.objects.filter(
            application__in=applications, kind__in=kinds, withdrawn_on=None
        ).values_list("application_id", "kind")
    )
    for one in applications:
        names = {
            asked.kind: str(asked)
            for asked in needed
            if asked.tier_id == one.tier_id and asked.applies_to in ("both", one.kind)
        }
        for kind in kinds:
            if kind not in names:
                # zh: “%(kind)s”不是该层级必须提交的材料。
                message = _("“%(kind)s” is none of the documents that are needed.")
                raise Problem("unknown_document", message % {"kind": kind})
            if (one.pk, kind) in there:
                # zh: “%(name)s”已在案，无须承诺；请只填写所缺的材料。
                message = _("“%(name)s” is there already; promise only what is missing.")
                raise Problem("not_missing", message % {"name": names[kind]}, status=409)


def _take_in(signed: Any, application: Application, actor: User | None) -> None:
    """Attach what the firm has signed; what is wrong with the file is said of its field."""
    assert actor is not None
    try:
        attach(
            application=application,
            kind=COMMITMENT,
            name=signed.name or "",
            content=content_of(signed),
            actor=actor,
        )
    except Problem as problem:
        problem.params = {"field": "commitment", "status": 400} | problem.params
        raise


@effect_of(Doing.START_DISTRICT_NOTICE)
def start_district_notice(rows: list[Row], given: Given, actor: User | None) -> None:
    """The notice stands for the working days of the procedure, today counted."""
    days = dict(
        Procedure.objects.filter(pk__in={row.application.tier_id for row in rows}).values_list(
            "pk", "district_notice_days"
        )
    )
    for row in rows:
        n = days[row.application.tier_id]
        if not n:
            # zh: 未设定区公示的工作日数；请先在办理程序中设定。
            message = _("The days of the district's notice are not set; set them first.")
            raise Problem("notice_days_missing", message)
        row.application.district_notice_to = workday_after(today(), n)


@effect_of(Doing.SEND_TO_EXPERTS)
def give_to_experts(rows: list[Row], given: Given, actor: User | None) -> None:
    experts = list(User.objects.filter(pk__in=given.experts, role=Role.EXPERT, is_active=True))
    if len(experts) < len(set(given.experts)):
        # zh: 所选账号中有不是评审专家的；请重新选择。
        raise Problem("not_an_expert", _("Some of these accounts are no experts; choose again."))
    there = set(
        Scoring.objects.filter(
            application__in=[row.application.pk for row in rows], expert__in=experts
        ).values_list("application_id", "expert_id")
    )
    Scoring.objects.bulk_create(
        Scoring(
            application=row.application,
            firm_id=row.application.firm_id,
            expert=expert,
            assigned_on=today(),
        )
        for row in rows
        for expert in experts
        if (row.application.pk, expert.pk) not in there
    )
