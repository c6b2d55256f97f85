"""The facts that a row of a list says, checked as everything is that is put on file."""

from django.utils.translation import gettext as _

from cultivation.exchange.rows import ListedRow
from cultivation.problems import Problem
from cultivation.standards.services.facts import read_entry
from cultivation.standards.vocabulary import FACTS


def check_facts(row: ListedRow) -> None:
    """File the facts that ``row`` says, or refuse it by each cell that is wrong."""
    values = row.values
    said = {name: value for name, value in values.items() if name in FACTS}
    refused = {one.field for one in row.errors}
    if not said and not row.errors:
        # zh: 本行没有填写任何数据项。
        row.refuse("name", "no_facts", _("The row says no fact."))
    if "holds_on" not in values:
        if "holds_on" not in refused:
            # zh: 请填写所述日期（数据自该日起有效）。
            message = _("Give the day from which it is true.")
            row.refuse("holds_on", "holds_on_missing", message)
        return
    for name, value in said.items():
        try:
            row.facts[name] = read_entry(
                name=name,
                value=value,
                holds_on=values["holds_on"],
                source=values.get("source", ""),
                checked_on=values.get("checked_on"),
                proof=values.get("proof", ""),
            )
        except Problem as problem:
            field = str(problem.params.get("field", ""))
            field = name if field in ("name", "value", "") else field
            if field not in refused:
                refused.add(field)
                row.refuse(field, problem.code, str(problem))
