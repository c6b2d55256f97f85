"""What a batch may change in its standard, and batches that could not be worked with."""

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from cultivation.certification.models import Batch, CalendarYear, Procedure, SpecialDay
from cultivation.certification.selectors.judging import standard_by
from cultivation.certification.selectors.opening import remarks_on
from cultivation.certification.selectors.overriding import filed_in, standards_over
from cultivation.certification.services import batches
from cultivation.certification.services.batches import Terms
from cultivation.certification.services.overriding import (
    Adjustment,
    remove_override,
    set_override,
)
from cultivation.ladders.models import Tier
from cultivation.standards.engine.compiling import compile_standard
from cultivation.standards.engine.content import Act
from cultivation.standards.engine.nodes import Waived
from cultivation.standards.engine.overriding import Change
from cultivation.standards.models import Standard
from tests.certification.cases import People, make_batch
from tests.certification.refusals import codes, refused
from tests.factories import writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
BOTH = (Act.NEW, Act.RENEWAL)


def said(*changes: tuple[str, str | None], **further: Any) -> Adjustment:
    """Changes (None: waived), with a document and a reason."""
    found = [Change(name, None if value is None else Decimal(value)) for name, value in changes]
    return Adjustment(**({"document": "津〔2026〕9号", "reason": "放宽", "acts": BOTH,
                          "changes": found} | further))  # fmt: skip


def test_what_no_call_can_change() -> None:
    people, batch = People(), make_batch("specialized")
    change = partial(set_override, batch=batch, actor=people.reviewer)
    with writing():
        change(adjustment=said(("c1", "2")))
    for code, adjustment in (
        ("document_missing", said(("c2b", "2"), document=" ")),
        ("reason_missing", said(("c2b", "2"), reason="")),
        ("nothing_set", said()),
        ("act_other", said(("c2b", "2"), acts=())),
        ("criterion_unknown", said(("no-such", "2"))),
        # An indicator of the score table is no criterion.
        ("criterion_unknown", said(("i1", None))),
        ("criterion_idle", said(("title-renewal", None), acts=(Act.NEW,))),
        ("criterion_twice", said(("c2b", "2"), ("c2b", "3"))),
        ("overridden_already", said(("c1", "1"))),
        # What is a part of something waived as a whole is changed for nothing.
        ("waived_within", said(("c4", None), ("c4a-y1", "50"))),
        ("threshold_none", said(("entry-sme", "1"))),
        ("threshold_same", said(("c2a", "1500"))),
        ("threshold_low", said(("c2a", "-1"))),
        ("waives_alternative", said(("c2a", None))),
        ("overrides_wrong", said(("c2a", "1000"), document="文\0号")),
    ):
        assert codes(partial(change, adjustment=adjustment)) == [code], adjustment
    assert codes(
        partial(change, adjustment=said(("c1", "1")), code="call-9"),
        partial(remove_override, batch=batch, code="call-9", actor=people.reviewer),
        partial(remove_override, batch=batch, code="call-1", actor=people.scientist),
        partial(set_override, batch=batch, adjustment=said(("c1", "1")), actor=people.scientist),
    ) == ["override_unknown", "override_unknown", "not_yours", "not_yours"]
    # Nor is it waived around, or changed inside, what another document changes.
    with writing():
        change(adjustment=said(("c4a-y1", "50"), document="津〔2026〕10号"))
    assert codes(partial(change, adjustment=said(("c4", None)))) == ["waived_within"]
    with writing():
        change(adjustment=said(("c4", None)), code="call-2")
    assert codes(partial(change, adjustment=said(("c4b-y1", "1")))) == ["waived_within"]
    # For another act it is no second change.
    with writing():
        change(adjustment=said(("c1", "1"), acts=(Act.NEW,)), code="call-1")
        change(adjustment=said(("c1", None), acts=(Act.RENEWAL,)))
        batches.close_batch(batch=batch, actor=people.reviewer)
    assert codes(partial(change, adjustment=said(("c2b", "2")))) == ["batch_closed"]


def test_what_is_changed_is_what_is_judged_by() -> None:
    people, batch = People(), make_batch("specialized")
    with writing():
        batch = set_override(batch=batch, actor=people.reviewer,
                             adjustment=said(("c2a", "1200.50"), ("c1", None)))  # fmt: skip
    by = standard_by(batch, "new", dt.date(2026, 6, 15))
    assert by
    nodes = {
        one.says.id: one
        for node in compile_standard(by[0], Act.NEW, by[1]).criteria
        for one in node.walk()
    }
    assert str(getattr(nodes["c2a"], "bound")) == "1200.5"  # noqa: B009
    assert nodes["c2a"].says.text.zh == "营业收入（上一年度）不低于1200.5万元"
    assert any(isinstance(one, Waived) and one.says.id == "c1" for one in compile_standard(
        by[0], Act.NEW, by[1]).criteria)  # fmt: skip
    with writing():
        batch = remove_override(batch=batch, code="call-1", actor=people.reviewer)
    assert batch.overrides == []


def test_a_floor_that_the_standard_itself_dates_can_be_changed() -> None:
    batch = Batch(tier_id="little_giant", kind="both", files_from=dt.date(2025, 4, 1),
                  files_to=dt.date(2025, 5, 1))  # fmt: skip
    (filed,) = filed_in(batch)
    floor = next(one for one in filed.criteria if one.id == "floor")
    assert (floor.bound, floor.unit, floor.acts) == (Decimal(5000), "万元", BOTH)
    # Growth is waived for renewals already: only new applications can have it changed.
    assert next(one for one in filed.criteria if one.id == "p3").acts == (Act.NEW,)


def test_no_change_is_for_two_standards_at_once() -> None:
    people = People()
    batch = make_batch("little_giant")
    assert [(one.content.code, one.acts) for one in filed_in(batch)] == [
        ("little-giant-2026", (Act.NEW,)), ("little-giant-2022", (Act.RENEWAL,)),
    ]  # fmt: skip
    change = partial(set_override, batch=batch, actor=people.reviewer)
    told = refused(partial(change, adjustment=said(("p3", None))))
    assert (told.code, told.params["field"]) == ("act_other", "acts")
    with writing():
        changed = change(adjustment=said(("p3", None), acts=(Act.RENEWAL,)))
    by_act = {kind: standard_by(changed, kind, dt.date(2026, 6, 15)) for kind in ("new", "renewal")}
    assert [len(by[1]) for by in by_act.values() if by] == [0, 1]


def test_the_standards_of_a_window() -> None:
    across = Batch(tier_id="specialized", kind="new", files_from=dt.date(2026, 3, 1),
                   files_to=dt.date(2026, 4, 1))  # fmt: skip
    keys = [one.key for one in standards_over(across, Act.NEW)]
    assert keys == ["specialized-2022.1", "specialized-2026.1"]
    assert refused(partial(filed_in, across)).code == "standard_unclear"
    across.standard = Standard.objects.get(pk="specialized-2026.1")
    assert [one.content.key for one in filed_in(across)] == ["specialized-2026.1"]
    none = Batch(tier_id="service_platform_municipal", kind="new", files_from=dt.date(2026, 3, 1),
                 files_to=dt.date(2026, 4, 1))  # fmt: skip
    assert refused(partial(filed_in, none)).code == "standard_missing"


def test_another_standard_is_not_put_under_its_changes() -> None:
    people, batch = People(), make_batch("specialized")
    with writing():
        set_override(batch=batch, actor=people.reviewer, adjustment=said(("c1", "2")))
    same = Terms(batch.name, batch.kind, dt.date(2026, 6, 1), dt.date(2026, 7, 1))
    edit = partial(batches.edit_batch, batch=batch, actor=people.reviewer)
    old = Standard.objects.get(pk="specialized-2022.1")
    told = refused(partial(edit, terms=Terms(**{**vars(same), "standard": old})))
    assert (told.code, told.params["field"]) == ("overridden", "standard")
    with writing():
        # The one that holds anyway may be pinned.
        pinned = Standard.objects.get(pk="specialized-2026.1")
        edit(terms=Terms(**{**vars(same), "standard": pinned}))


def opened(tier: str, first: dt.date, last: dt.date, **further: Any) -> Any:
    people = People()
    terms = Terms("新批次", "new", first, last, **further)
    row = Tier.objects.get(pk=tier)
    return partial(batches.open_batch, tier=row, terms=terms, actor=people.reviewer)


def test_what_could_not_be_worked_with_is_not_opened() -> None:
    june, july = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
    with writing():
        SpecialDay.objects.filter(day__year=2026).delete()
        CalendarYear.objects.filter(year=2026).delete()
    told = refused(opened("specialized", june, july))
    assert (told.code, told.params["field"]) == ("calendar_missing", "files_from")
    assert "工作日历" in str(told.message)
    with writing():
        # A tier without a notice needs no calendar.
        opened("service_platform_municipal", june, july)()
        Procedure.objects.filter(pk="specialized").delete()
    told = refused(opened("specialized", june, july))
    assert (told.code, told.params["field"]) == ("procedure_missing", "tier")
    assert "办理程序" in str(told.message)


def test_what_a_bureau_should_know_of_its_batch() -> None:
    with writing():
        to_come = opened("specialized", dt.date(2026, 12, 1), dt.date(2026, 12, 31),
                         review_due_on=dt.date(2027, 3, 1))()  # fmt: skip
        over = opened("service_platform_municipal", dt.date(2026, 5, 1), dt.date(2026, 5, 31))()
    assert [one.code for one in remarks_on(to_come)] == ["calendar_to_come"]
    assert "2027" in remarks_on(to_come)[0].message
    assert [one.code for one in remarks_on(over)] == ["standard_missing", "window_over"]
