"""Facts about firms that are no yearly figures."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.problems import Problem
from cultivation.standards.models import FirmFact
from cultivation.standards.vocabulary import FACTS, Origin, read_facts, write_facts

NEED_PROOF = ("platform_scores",)
# What the registry knows from elsewhere.
ON_FILE = ("titles", "established_on", "industry")


def record_fact(
    *,
    firm: Firm,
    name: str,
    value: Any,
    holds_on: dt.date,
    source: str,
    checked_on: dt.date | None = None,
    proof: str = "",
) -> FirmFact:
    """Record a fact of ``firm`` that holds from ``holds_on`` on; the same day again mends it.

    Parameters: ``name`` and ``value`` (as JSON writes it) by the vocabulary; ``source`` (where it
    comes from), ``checked_on`` (when it was looked up; today by default), ``proof`` (a document).
    A list is given whole. Raises Problem ``unknown_fact``, ``fact_of_figures`` (yearly figures and
    titles are recorded elsewhere), ``wrong_fact``, ``day_to_come``, ``source_missing`` or
    ``proof_missing``.
    """
    facts, wrong = read_facts({name: value})
    if wrong:
        code = "unknown_fact" if wrong[0].code == "unknown_fact" else "wrong_fact"
        raise Problem(code, wrong[0].message, field=name)
    if name not in facts:
        # zh: 请填写“%(fact)s”的值。
        raise Problem("wrong_fact", _("Give the value of “%(fact)s”.") % {"fact": FACTS[name].text})
    if FACTS[name].origin is Origin.YEAR or name in ON_FILE:
        raise Problem(
            "fact_of_figures",
            # zh: “%(fact)s”由年度数据或登记信息得出，请在相应页面填报。
            _("“%(fact)s” follows from yearly figures or the firm's record; enter it there.")
            % {"fact": FACTS[name].text},
        )
    checked_on = checked_on or today()
    if max(holds_on, checked_on) > today():
        # zh: 日期不能晚于今天；请核对。
        raise Problem("day_to_come", _("The day cannot be after today; check it."))
    if not source.strip():
        # zh: 请填写来源。
        raise Problem("source_missing", _("Say where the fact comes from."))
    if name in NEED_PROOF and facts[name] and not (proof or _every_proof(facts[name])):
        # zh: “%(fact)s”须附证明材料。
        message = _("“%(fact)s” needs its proof.") % {"fact": FACTS[name].text}
        raise Problem("proof_missing", message)
    kept, _created = FirmFact.objects.update_or_create(
        firm=firm,
        name=name,
        holds_on=holds_on,
        defaults={
            "value": write_facts(facts)[name],
            "checked_on": checked_on,
            "source": source.strip(),
            "proof": proof.strip(),
        },
    )
    return kept


def _every_proof(records: Any) -> bool:
    return all(one.get("proof") for one in records)
