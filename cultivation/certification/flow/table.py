"""The table of acts: from, act, to, who, what must hold, what is asked. Pure.

The buttons of the desk, REST, the diagram in the docs and the tests are made from it. Source of the
states and acts: 工信部企业〔2022〕63号 and 〔2026〕2号, 津工信规〔2022〕5号, 津科规〔2021〕3号.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from cultivation.certification.flow import guards
from cultivation.certification.flow.cases import Party
from cultivation.certification.flow.guards import Guard
from cultivation.certification.flow.reasons import (
    REFUSAL_REASONS,
    RETURN_REASONS,
    WITHDRAWAL_REASONS,
    Reasons,
)
from cultivation.certification.flow.stages import Need, Stages
from cultivation.certification.flow.states import (
    OPEN,
    WITH_BUREAU,
    WITH_DISTRICT,
    WITH_FIRM,
    Doing,
    State,
)


@dataclass(frozen=True)
class Rule:
    """An act: from any of ``sources`` to ``to`` (None: it stays), by ``party``, where ``when``.

    ``guards`` must hold. ``asks`` names what the form asks: ``opinion``, ``reason`` (one of
    ``reasons``), ``differs`` (why it is done against the assessment), ``document``, ``due_on``,
    ``missing`` (kinds of documents), ``commitment`` (signed by the firm, unless it is on the case
    already). ``lead`` marks the one main act of its states, ``grave`` what
    cannot be taken back. ``own`` acts are done on pages of their own (a notice, an objection).
    """

    doing: Doing
    sources: tuple[State, ...]
    to: State | None
    party: Party
    guards: tuple[Guard, ...] = ()
    asks: tuple[str, ...] = ()
    reasons: Reasons = field(default_factory=dict)
    when: Callable[[Stages], bool] = lambda stages: True
    lead: bool = False
    grave: bool = False
    own: bool = False


G = guards
FILING = (G.window_open, G.batch_takes_kind, G.not_banned, G.firm_alive, G.updates_done)
REVIEWING = (State.RECOMMENDED, State.EXPERT_REVIEW, State.SITE_VISIT)
DECIDING = (G.firm_alive, G.not_banned, G.promises_kept, G.other_eyes)

RULES: tuple[Rule, ...] = (
    # --- for the firm ---
    Rule(
        Doing.SUBMIT,
        (State.DRAFT,),
        State.SUBMITTED,
        Party.FILER,
        FILING,
        when=lambda stages: stages.district,
        lead=True,
    ),
    # Carriers have no district: the bureau files what was handed in, and reviews it.
    Rule(
        Doing.SUBMIT,
        (State.DRAFT,),
        State.RECOMMENDED,
        Party.BUREAU,
        FILING,
        when=lambda stages: not stages.district,
        lead=True,
    ),
    Rule(
        Doing.RESUBMIT,
        (State.RETURNED,),
        State.SUBMITTED,
        Party.FILER,
        (G.not_banned, G.firm_alive, G.returns_left),
        when=lambda stages: stages.district,
        lead=True,
    ),
    Rule(
        Doing.RESUBMIT,
        (State.RETURNED,),
        State.RECOMMENDED,
        Party.BUREAU,
        (G.not_banned, G.firm_alive, G.returns_left),
        when=lambda stages: not stages.district,
        lead=True,
    ),
    Rule(
        Doing.WITHDRAW,
        (*WITH_FIRM, *WITH_DISTRICT),
        State.WITHDRAWN,
        Party.FILER,
        asks=("reason", "opinion"),
        reasons=WITHDRAWAL_REASONS,
        grave=True,
    ),
    Rule(
        Doing.WITHDRAW,
        (*WITH_FIRM, *WITH_DISTRICT, *REVIEWING, State.PROPOSED),
        State.WITHDRAWN,
        Party.BUREAU,
        asks=("reason", "opinion"),
        reasons=WITHDRAWAL_REASONS,
        grave=True,
    ),
    # --- the district ---
    Rule(
        Doing.ACCEPT_INCOMPLETE,
        (State.SUBMITTED, State.RETURNED_TO_DISTRICT),
        None,
        Party.DISTRICT,
        (G.something_missing,),
        asks=("commitment", "missing", "due_on", "opinion"),
    ),
    Rule(
        Doing.START_DISTRICT_NOTICE,
        (State.SUBMITTED, State.RETURNED_TO_DISTRICT),
        State.DISTRICT_NOTICE,
        Party.DISTRICT,
        when=lambda stages: stages.district_notice,
    ),
    Rule(
        Doing.RECOMMEND,
        WITH_DISTRICT,
        State.RECOMMENDED,
        Party.DISTRICT,
        (G.firm_alive, G.not_banned, G.documents_there, G.district_notice_over, G.returns_left),
        ("opinion", "opinions", "differs"),
        lead=True,
    ),
    Rule(
        Doing.RETURN_TO_FIRM,
        WITH_DISTRICT,
        State.RETURNED,
        Party.DISTRICT,
        asks=("reason", "opinion"),
        reasons=RETURN_REASONS,
    ),
    Rule(
        Doing.DECLINE,
        WITH_DISTRICT,
        State.NOT_RECOMMENDED,
        Party.DISTRICT,
        asks=("reason", "opinion"),
        reasons=REFUSAL_REASONS,
        grave=True,
    ),
    # --- the bureau reviews ---
    Rule(
        Doing.ACCEPT_INCOMPLETE,
        (State.RECOMMENDED,),
        None,
        Party.BUREAU,
        (G.something_missing,),
        asks=("commitment", "missing", "due_on", "opinion"),
        when=lambda stages: not stages.district,
    ),
    Rule(
        Doing.RETURN_TO_DISTRICT,
        REVIEWING,
        State.RETURNED_TO_DISTRICT,
        Party.BUREAU,
        asks=("reason", "opinion"),
        reasons=RETURN_REASONS,
        when=lambda stages: stages.district,
    ),
    Rule(
        Doing.RETURN_TO_FIRM,
        REVIEWING,
        State.RETURNED,
        Party.BUREAU,
        asks=("reason", "opinion"),
        reasons=RETURN_REASONS,
    ),
    Rule(
        Doing.SEND_TO_EXPERTS,
        (State.RECOMMENDED, State.SITE_VISIT),
        State.EXPERT_REVIEW,
        Party.BUREAU,
        asks=("experts",),
        when=lambda stages: stages.experts is not Need.NONE,
    ),
    Rule(
        Doing.ORDER_VISIT,
        (State.RECOMMENDED, State.EXPERT_REVIEW),
        State.SITE_VISIT,
        Party.BUREAU,
        when=lambda stages: stages.visit is not Need.NONE,
    ),
    Rule(
        Doing.PROPOSE,
        REVIEWING,
        State.PROPOSED,
        Party.BUREAU,
        (
            G.firm_alive,
            G.not_banned,
            G.documents_there,
            G.visit_done,
            G.scores_there,
            G.room_left,
        ),
        ("opinion", "opinions", "differs"),
        lead=True,
    ),
    Rule(
        Doing.REVIEW_AGAIN,
        (State.PROPOSED,),
        State.RECOMMENDED,
        Party.BUREAU,
        asks=("opinion",),
    ),
    # --- the public notice: what stands in one is decided out of it, or taken out of it, also where
    # the procedure has been edited meanwhile ---
    Rule(
        Doing.PUBLISH,
        (State.PROPOSED,),
        State.NOTICED,
        Party.BUREAU,
        (G.firm_alive, G.not_banned),
        when=lambda stages: stages.notice and not stages.above,
        lead=True,
        own=True,
    ),
    Rule(
        Doing.UNPUBLISH,
        (State.NOTICED, State.OBJECTED),
        State.PROPOSED,
        Party.BUREAU,
        asks=("opinion",),
        own=True,
    ),
    Rule(
        Doing.OBJECT,
        (State.NOTICED, State.OBJECTED),
        State.OBJECTED,
        Party.BUREAU,
        own=True,
    ),
    Rule(
        Doing.DISMISS_OBJECTION,
        (State.OBJECTED,),
        State.NOTICED,
        Party.BUREAU,
        asks=("opinion",),
        own=True,
    ),
    Rule(
        Doing.UPHOLD_OBJECTION,
        (State.OBJECTED,),
        State.REFUSED,
        Party.BUREAU,
        (G.other_eyes,),
        asks=("opinion",),
        grave=True,
        own=True,
    ),
    # --- the bureau decides ---
    Rule(
        Doing.SIGN,
        (State.PROPOSED,),
        None,
        Party.BUREAU,
        (G.other_eyes, G.not_signed_yet),
        ("opinion",),
        when=lambda stages: stages.second_signature and not stages.notice and not stages.above,
    ),
    Rule(
        Doing.SIGN,
        (State.NOTICED,),
        None,
        Party.BUREAU,
        (G.other_eyes, G.not_signed_yet),
        ("opinion",),
        when=lambda stages: stages.second_signature and not stages.above,
    ),
    Rule(
        Doing.CERTIFY,
        (State.PROPOSED,),
        State.CERTIFIED,
        Party.BUREAU,
        (*DECIDING, G.titles_held, G.signed_by_another),
        ("valid_from", "document"),
        when=lambda stages: not stages.notice and not stages.above,
        lead=True,
        grave=True,
    ),
    Rule(
        Doing.CERTIFY,
        (State.NOTICED,),
        State.CERTIFIED,
        Party.BUREAU,
        (G.notice_over, G.no_open_objection, *DECIDING, G.titles_held, G.signed_by_another),
        ("valid_from", "document"),
        when=lambda stages: not stages.above,
        lead=True,
        grave=True,
    ),
    Rule(
        Doing.REFUSE,
        (*REVIEWING, State.PROPOSED, State.NOTICED),
        State.REFUSED,
        Party.BUREAU,
        (G.other_eyes,),
        asks=("reason", "opinion", "differs"),
        reasons=REFUSAL_REASONS,
        grave=True,
    ),
    # --- the ministry decides: also what was sent to it before the procedure was edited ---
    Rule(
        Doing.RECOMMEND_ABOVE,
        (State.PROPOSED,),
        State.WITH_MINISTRY,
        Party.BUREAU,
        (G.firm_alive, G.not_banned, G.promises_kept, G.other_eyes, G.titles_held),
        ("opinion", "document"),
        when=lambda stages: stages.above,
        lead=True,
    ),
    Rule(
        Doing.ENTER_RESULT,
        (State.WITH_MINISTRY,),
        State.CERTIFIED,
        Party.BUREAU,
        (G.firm_alive,),
        ("valid_from", "decided_on", "number", "document"),
        lead=True,
        grave=True,
    ),
    # A published list that is imported is the decision (名单录入), by whatever way it comes in.
    Rule(
        Doing.ENTER_RESULT,
        (State.WITH_MINISTRY,),
        State.CERTIFIED,
        Party.REGISTRY,
        (G.firm_alive,),
    ),
    Rule(
        Doing.ENTER_REFUSAL,
        (State.WITH_MINISTRY,),
        State.REFUSED,
        Party.BUREAU,
        asks=("opinion", "document"),
        grave=True,
    ),
    # --- what was closed wrongly, and firms that change ---
    Rule(
        Doing.REOPEN,
        (State.REFUSED, State.NOT_RECOMMENDED),
        State.RECOMMENDED,
        Party.BUREAU,
        (G.firm_alive, G.not_banned),
        asks=("opinion", "document"),
    ),
    Rule(Doing.CLOSE, OPEN, State.WITHDRAWN, Party.REGISTRY, own=True),
)

# How an application comes into being; it has no state before.
OPENING = State.DRAFT
assert set(WITH_BUREAU) | set(WITH_DISTRICT) | set(WITH_FIRM) == set(OPEN)


def rules_of(stages: Stages, state: State) -> list[Rule]:
    """The acts that a tier with ``stages`` knows in ``state``, in the order of the table."""
    return [rule for rule in RULES if state in rule.sources and rule.when(stages)]
