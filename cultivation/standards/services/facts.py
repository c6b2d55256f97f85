"""Facts about firms that are no yearly figures."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.problems import Problem
from cultivation.standards.models import FirmFact
from cultivation.standards.vocabulary import FACTS, Fact, Origin, read_facts, write_facts

NEED_PROOF = ("platform_scores",)
# What the registry knows from elsewhere.
ON_FILE = ("titles", "established_on", "industry")


def entered_by_hand(fact: Fact) -> bool:
    """Whether a fact is recorded here: no yearly figure, and nothing the registry knows itself."""
    return fact.origin is not Origin.YEAR and fact.name not in ON_FILE


@dataclass(frozen=True)
class Entry:
    """A fact that can be put on file, read and checked: ``value`` as it is kept.

    ``checked_on`` is None where nobody said when it was looked up.
    """

    name: str
    value: Any
    holds_on: dt.date
    source: str
    checked_on: dt.date | None = None
    proof: str = ""

    def same_as(self, kept: FirmFact) -> bool:
        """Whether this is on file as it is, word for word."""
        said = (self.value, self.source, self.proof, self.checked_on or kept.checked_on)
        return said == (kept.value, kept.source, kept.proof, kept.checked_on)

    def columns(self) -> dict[str, Any]:
        """The columns beside firm, name and day."""
        return {
            "value": self.value,
            "checked_on": self.checked_on or today(),
            "source": self.source,
            "proof": self.proof,
        }


def read_entry(
    *,
    name: str,
    value: Any,
    holds_on: dt.date,
    source: str,
    checked_on: dt.date | None = None,
    proof: str = "",
) -> Entry:
    """A fact as it would be recorded. Parameters and refusals are those of ``record_fact``."""
    facts, wrong = read_facts({name: value})
    if wrong:
        unknown = wrong[0].code == "unknown_fact"
        field = "name" if unknown else "value"
        errors = [wrong[0].as_refusal() | {"field": field}]
        code = "unknown_fact" if unknown else "wrong_fact"
        raise Problem(code, wrong[0].message, field=field, errors=errors)
    fact = FACTS[name]
    if name not in facts:
        # zh: 请填写“%(fact)s”的值。
        message = _("Give the value of “%(fact)s”.") % {"fact": fact.text}
        raise Problem("wrong_fact", message, field="value")
    if not entered_by_hand(fact):
        raise Problem(
            "fact_of_figures",
            # zh: “%(fact)s”由年度数据或登记信息得出，请在相应页面填报。
            _("“%(fact)s” follows from yearly figures or the firm's record; enter it there.")
            % {"fact": fact.text},
            field="name",
        )
    for field, day in (("holds_on", holds_on), ("checked_on", checked_on)):
        if day and day > today():
            # zh: 日期不能晚于今天；请核对。
            message = _("The day cannot be after today; check it.")
            raise Problem("day_to_come", message, field=field)
    if not source.strip():
        # zh: 请填写来源。
        raise Problem("source_missing", _("Say where the fact comes from."), field="source")
    if name in NEED_PROOF and facts[name] and not (proof or _every_proof(facts[name])):
        # zh: “%(fact)s”须附证明材料。
        message = _("“%(fact)s” needs its proof.") % {"fact": fact.text}
        raise Problem("proof_missing", message, field="proof")
    return Entry(
        name, write_facts(facts)[name], holds_on, source.strip(), checked_on, proof.strip()
    )


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
    ``proof_missing``, each with the ``field`` in question.
    """
    entry = read_entry(
        name=name, value=value, holds_on=holds_on, source=source, checked_on=checked_on, proof=proof
    )
    return put_on_file(firm, entry)


def put_on_file(firm: Firm, entry: Entry) -> FirmFact:
    """Write ``entry``, over what is on file for that day."""
    kept, _created = FirmFact.objects.update_or_create(
        firm=firm, name=entry.name, holds_on=entry.holds_on, defaults=entry.columns()
    )
    return kept


def _every_proof(records: Any) -> bool:
    return all(one.get("proof") for one in records)
