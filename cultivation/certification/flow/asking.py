"""What a person fills in with an act, and what of it an act may not go without. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cultivation.certification.flow.cases import Case
from cultivation.certification.flow.deciding import must_say_why
from cultivation.certification.flow.guards import Obstacle
from cultivation.certification.flow.states import Doing
from cultivation.certification.flow.table import Rule

# Documents are not promised for longer.
LONGEST_PROMISE = dt.timedelta(days=366)


@dataclass(frozen=True)
class Given:
    """What the person fills in; which of it is asked says the rule.

    ``commitment`` is an uploaded file: what the firm has signed. ``listed`` are certifications that
    a published list has brought, by application (id): the list is the decision, and nothing is made
    here.
    """

    opinion: str = ""
    reason: str = ""
    differs: str = ""
    document: str = ""
    opinions: Mapping[str, Any] = field(default_factory=dict)
    commitment: Any = None
    due_on: Any = None
    missing: tuple[str, ...] = ()
    experts: tuple[int, ...] = ()
    valid_from: Any = None
    decided_on: Any = None
    number: str = ""
    listed: Mapping[int, Any] = field(default_factory=dict)


def lacking(rule: Rule, case: Case, given: Given) -> tuple[Obstacle, ...]:
    """What ``rule`` asks and ``given`` leaves out (the code of each is ``<field>_missing``), or
    gives as nobody can mean it."""
    found = []
    if "reason" in rule.asks and given.reason not in rule.reasons:
        # zh: 请选择原因。
        found.append(Obstacle("reason_missing", _("Choose a reason.")))
    speaks = given.opinion.strip()
    if "opinion" in rule.asks and not speaks and needs_opinion(rule, case):
        # zh: 请填写意见。
        found.append(Obstacle("opinion_missing", _("Give your opinion.")))
    if must_say_why(rule, case) and not given.differs.strip():
        # zh: 与系统测评结果不一致，请说明理由。
        found.append(Obstacle("differs_missing", _("It differs from the assessment: say why.")))
    if "commitment" in rule.asks and not (case.committed or given.commitment):
        # zh: 容缺受理须有企业签署的容缺承诺书；请随本次办理上传，或先作为该件的“容缺承诺书”上传。
        message = _(
            "The firm's signed commitment is not on the case: send it along, or attach it before as"
            " “Signed commitment”."
        )
        found.append(Obstacle("commitment_missing", message))
    if "missing" in rule.asks and not given.missing:
        # zh: 请选择容缺的材料。
        found.append(Obstacle("missing_missing", _("Choose the documents that are missing.")))
    if "due_on" in rule.asks and (given.due_on is None or given.due_on < case.day):
        # zh: 请填写承诺补齐日期（今天或以后）。
        found.append(Obstacle("due_on_missing", _("Give the day they are promised by.")))
    elif "due_on" in rule.asks and given.due_on > case.day + LONGEST_PROMISE:
        # zh: 承诺补齐日期最迟为一年之内；请核对日期。
        found.append(Obstacle("due_on_far", _("Documents are promised within a year; check it.")))
    if "experts" in rule.asks and not given.experts:
        # zh: 请选择评审专家。
        found.append(Obstacle("experts_missing", _("Choose the experts.")))
    if rule.doing is Doing.ENTER_RESULT and given.valid_from is None and not given.listed:
        # zh: 请填写有效期起始日。
        found.append(Obstacle("valid_from_missing", _("Give the first day of validity.")))
    return tuple(found)


def needs_opinion(rule: Rule, case: Case) -> bool:
    """Whether the act of ``rule`` may not go without an opinion."""
    # What a machine cannot tell ("needs a person") is told by the person; so is a return, a
    # refusal and everything that is unusual. A recommendation or a signature may go without.
    if rule.doing in (Doing.RECOMMEND, Doing.PROPOSE):
        return case.computed == "person"
    return rule.doing not in (Doing.SIGN, Doing.WITHDRAW, Doing.RECOMMEND_ABOVE)
