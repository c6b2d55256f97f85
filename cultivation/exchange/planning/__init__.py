"""From rows to a plan: what would be written, row by row, with the reason. Writes nothing."""

from cultivation.exchange.planning.facts import plan_facts
from cultivation.exchange.planning.firms import plan_firms
from cultivation.exchange.planning.importer import SYSTEM, Importer
from cultivation.exchange.planning.lists import ListOptions, plan_list
from cultivation.exchange.planning.plan import Plan
from cultivation.exchange.planning.updates import plan_updates

__all__ = [
    "SYSTEM", "Importer", "ListOptions", "Plan", "plan_facts", "plan_firms", "plan_list",
    "plan_updates",
]  # fmt: skip
