"""The facts of the vocabulary as fields of a form, and what was filled in as facts again."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cultivation.pages.forms import DayField
from cultivation.portal.judging import words
from cultivation.standards.selectors import read_given
from cultivation.standards.vocabulary import FACTS, Fact, Kind, Origin
from cultivation.standards.vocabulary.yearly import FIGURES

# How many records of a list a form takes at least.
RECORDS = 3
NONE = "none"


def field_for(fact: Fact, year: int | None = None, label: str = "") -> forms.Field:
    """A field that is left empty where the fact is not known."""
    name = label or words.fact_label(fact.name) if fact.name in FACTS else str(fact.text)
    if year is not None and fact.year_back:
        unit = f"（{fact.unit}）" if fact.unit else ""
        name = f"{FIGURES[fact.name.rsplit('_y', 1)[0]][0]}{unit}"
    match fact.kind:
        case Kind.YES_NO:
            # zh: 是
            yes = _("yes")
            # zh: 否
            no = _("no")
            return _choice(name, [("true", yes), ("false", no)])
        case Kind.CHOICE:
            return _choice(name, [(code, str(text)) for code, text in fact.choices.items()])
        case Kind.CODE if fact.choices:
            return _choice(name, [(code, str(text)) for code, text in fact.choices.items()])
        case Kind.DAY:
            return DayField(label=name, required=False)
    number = fact.kind in (Kind.AMOUNT, Kind.NUMBER, Kind.COUNT)
    mode = "numeric" if fact.kind is Kind.COUNT else "decimal" if number else "text"
    widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
    return forms.CharField(label=name, required=False, max_length=200, widget=widget)


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    # zh: 未填
    return forms.ChoiceField(label=label, required=False, choices=[("", _("not given")), *choices])


def written(fact: Fact, value: Any) -> Any:
    """What a field holds, as JSON writes it; None for nothing."""
    if value in (None, ""):
        return None
    if fact.kind is Kind.YES_NO:
        return value == "true"
    if isinstance(value, dt.date):
        return value.isoformat()
    text = str(value).strip()
    number = fact.kind in (Kind.AMOUNT, Kind.NUMBER, Kind.COUNT)
    return text.replace(",", "").replace("，", "").rstrip("%") if number else text


def _initial(value: Any) -> Any:
    """What a field shows for a value as JSON writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


@dataclass(frozen=True)
class Entry:
    """A fact in the form: its one field, or the rows of its records with "there are none"."""

    label: str
    fields: list[forms.BoundField]
    none: forms.BoundField | None
    records: list[list[forms.BoundField]]
    errors: list[str]


class FactsForm(forms.Form):
    """Facts to fill in, as many as are known.

    Parameters: ``names`` (of facts), ``day`` (of the filing), ``blank_day`` (what stands for a day
    that every record needs and that is left empty; None: it has to be given), ``values`` (what is
    on file, as JSON writes it: it stands in the form).
    """

    def __init__(
        self,
        *args: Any,
        names: Iterable[str],
        day: dt.date,
        blank_day: dt.date | None = None,
        values: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [FACTS[name] for name in names]
        self.day, self.blank_day = day, blank_day
        self.facts: dict[str, Any] = {}
        self.given: dict[str, Any] = {}
        self.of_facts: dict[str, list[str]] = {}
        self.rows: dict[str, int] = {}
        for fact in self.asked:
            known = (values or {}).get(fact.name)
            if fact.kind is Kind.RECORDS:
                self._add_records(fact, known)
                continue
            year = day.year - fact.year_back if fact.year_back else None
            self.fields[fact.name] = field_for(fact, year)
            self.initial[fact.name] = _initial(known)

    def _add_records(self, fact: Fact, known: Any) -> None:
        # zh: 没有
        label = _("there are none")
        self.fields[f"{fact.name}-{NONE}"] = forms.BooleanField(label=label, required=False)
        self.initial[f"{fact.name}-{NONE}"] = known == []
        records = known or []
        self.rows[fact.name] = max(RECORDS, len(records) + 1)
        for row in range(self.rows[fact.name]):
            for one in fact.fields.values():
                name = f"{fact.name}-{row}-{one.name}"
                self.fields[name] = field_for(one)
                if row < len(records):
                    self.initial[name] = _initial(records[row].get(one.name))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.given = {fact.name: self._written(fact, data) for fact in self.asked}
        self.given = {name: value for name, value in self.given.items() if value is not None}
        self.facts, wrong = read_given(self.given)
        for one in wrong:
            at = one.fact if one.fact in self.fields else f"{one.fact}-{NONE}"
            self.add_error(at if at in self.fields else None, one.message)
        return data

    def _written(self, fact: Fact, data: Mapping[str, Any]) -> Any:
        if fact.kind is not Kind.RECORDS:
            return written(fact, data.get(fact.name))
        records = []
        for row in range(self.rows[fact.name]):
            record = {
                one.name: value
                for one in fact.fields.values()
                if (value := written(one, data.get(f"{fact.name}-{row}-{one.name}"))) is not None
            }
            if record and self.blank_day:
                for name in fact.required:
                    if fact.fields[name].kind is Kind.DAY:
                        record.setdefault(name, self.blank_day.isoformat())
            if record:
                records.append(record)
        return records or ([] if data.get(f"{fact.name}-{NONE}") else None)

    def groups(self) -> list[tuple[str, list[Entry]]]:
        """The facts as people look for them: figures year by year, then all else."""
        found: dict[str, list[Entry]] = {}
        for fact in self.asked:
            found.setdefault(self._group(fact), []).append(self._entry(fact))
        return sorted(found.items(), key=lambda pair: not pair[0][:1].isdigit())

    def _group(self, fact: Fact) -> str:
        if fact.origin is Origin.YEAR:
            # zh: %(year)s 年度数据
            return _("%(year)s: yearly figures") % {"year": self.day.year - (fact.year_back or 1)}
        return {
            # zh: 登记信息和称号
            Origin.REGISTRY: _("Registration and titles"),
            # zh: 名录和事故核查
            Origin.CHECK: _("Lists and incidents"),
            # zh: 创新、市场和荣誉
            Origin.DECLARED: _("Innovation, market and honours"),
        }[fact.origin]

    def _entry(self, fact: Fact) -> Entry:
        if fact.kind is not Kind.RECORDS:
            field = self[fact.name]
            return Entry(str(field.label), [field], None, [], [])
        none = self[f"{fact.name}-{NONE}"]
        rows = [[self[f"{fact.name}-{row}-{one}"] for one in fact.fields] for row in range(RECORDS)]
        errors = [str(error) for error in none.errors]
        return Entry(str(fact.text), [], none, rows, errors)
