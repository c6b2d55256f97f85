"""Imports step by step: shown, unclear columns and rows, confirmed, given up, swept."""

import datetime as dt
from typing import Any

import pytest

from cultivation.certification.models import Certification
from cultivation.clock import now
from cultivation.exchange.models import Import, ImportFile, ImportRow, State
from cultivation.exchange.staging import services
from cultivation.exchange.staging.running import Cancelled
from cultivation.exchange.staging.services import Asked, sweep
from cultivation.firms.models import Firm, FirmYear
from cultivation.journal.models import Revision
from cultivation.journal.selectors import data_version
from cultivation.problems import Problem
from tests.exchange.staged import act, bureau, options, receive, shown
from tests.factories import make_code, make_firm

pytestmark = pytest.mark.django_db
TITLES = ["企业名称", "统一社会信用代码", "所属区"]


def test_a_list_is_shown_and_nothing_written_until_it_is_confirmed() -> None:
    user = bureau()
    before = data_version()
    importing = receive(
        user,
        TITLES,
        ["天津试甲有限公司", make_code(1), "西青区"],
        ["天津试乙有限公司", make_code(2)[:-1] + "?", "南开区"],
        ["天津试丙有限公司", "", "西青"],
        options=options(),
    )
    assert importing.state == State.READY
    assert shown(importing) == [
        (2, "create", []),
        (3, "error", ["uscc_alphabet"]),
        (4, "create", []),
    ]
    assert (data_version(), Firm.objects.count()) == (before, 0)
    row = importing.rows.get(row=3)
    assert (row.wrong, row.uscc[:5], row.place) == (["uscc"], "91120", "南开区")
    assert importing.rows.all()[0].kind == "error", "what needs a person comes first"
    done = act("confirm", importing, user)
    assert done.state == State.DONE
    assert done.counts == {
        "rows": 3, "create": 2, "update": 0, "same": 0, "duplicate": 0, "error": 1,
    }  # fmt: skip
    assert (Firm.objects.count(), Certification.objects.count()) == (2, 2)
    revision = Revision.objects.get(number=data_version())
    assert (revision, revision.actor_name) == (done.revision, user.username)
    assert "名单.csv" in revision.reason


def test_rows_say_what_they_change() -> None:
    make_firm("天津试甲有限公司", code=make_code(1), district="120111")
    importing = receive(
        bureau(),
        ["企业名称", "统一社会信用代码", "注册地址", "2020年从业人数"],
        ["天津试甲有限公司", make_code(1), "友谊路1号", "20"],
    )
    address, staff = importing.rows.get().changes
    assert address.startswith("注册地址")
    assert address.endswith("— → 友谊路1号")
    assert staff.startswith("2020 从业人数")
    assert staff.endswith("— → 20")


def test_a_column_that_is_not_known_is_asked_for_with_samples() -> None:
    user = bureau()
    importing = receive(user, ["企业名称", "幸运数字"], ["天津试甲有限公司", "7"])
    assert importing.state == State.MAPPING
    unknown = [one for one in importing.facts["columns"] if one["state"] == "unknown"]
    assert [(one["key"], one["samples"]) for one in unknown] == [("幸运数字", ["7"])]
    importing = act("say_columns", importing, user, {"幸运数字": "ignore"})
    assert importing.state == State.READY
    assert importing.columns == {"幸运数字": "ignore"}
    assert act("confirm", importing, user).state == State.DONE


def test_a_list_without_names_is_asked_for_them() -> None:
    user = bureau()
    importing = receive(user, ["幸运数字", "所属区"], ["天津试甲有限公司", "西青区"])
    if importing.state == State.MAPPING:
        importing = act("say_columns", importing, user, {"幸运数字": "name"})
        assert importing.state == State.READY
    else:
        assert importing.state == State.REFUSED


def test_samples_hold_no_personal_data() -> None:
    importing = receive(bureau(), ["企业名称", "联系电话"], ["天津试甲有限公司", "13812345678"])
    assert "13812345678" not in str(importing.facts)
    assert "13812345678" not in str(list(importing.rows.values()))


def two_of_a_name() -> tuple[Firm, Firm]:
    return (
        make_firm("天津试(甲)有限公司", code=make_code(1), district="120105"),
        make_firm("天津试（甲）有限公司", code=make_code(2), district="120113"),
    )


def test_a_name_that_fits_several_firms_is_for_a_person_to_choose() -> None:
    first, second = two_of_a_name()
    user = bureau()
    importing = receive(user, ["企业名称"], ["天津试(甲)有限公司"], options=options())
    assert shown(importing) == [(2, "choose", ["name_ambiguous"])]
    told = [(one["key"], one["place"], one["uscc"]) for one in importing.rows.get().candidates]
    assert told == [
        (f"firm:{first.pk}", "河北区", first.uscc),
        (f"firm:{second.pk}", "北辰区", second.uscc),
    ]
    with pytest.raises(Problem) as refused:
        act("confirm", importing, user)
    assert refused.value.code == "nothing_to_write"
    importing = act("choose", importing, user, {"0:2": f"firm:{second.pk}"})
    assert shown(importing) == [(2, "create", [])]
    row = importing.rows.get()
    assert (row.choice, len(row.candidates)) == (f"firm:{second.pk}", 2)
    importing = act("choose", importing, user, {"0:2": ""})
    assert shown(importing) == [(2, "choose", ["name_ambiguous"])]
    act("choose", importing, user, {"0:2": f"firm:{second.pk}"})
    importing.refresh_from_db()
    act("confirm", importing, user)
    assert Certification.objects.get().firm == second


def test_a_code_and_a_name_of_two_firms_are_to_choose_and_no_code_is_given_away() -> None:
    first, _second = two_of_a_name()
    pending = make_firm("天津试丙有限公司", code=None)
    user = bureau()
    importing = receive(
        user, ["企业名称", "统一社会信用代码"], ["天津试丙有限公司", first.uscc], options=options()
    )
    assert shown(importing) == [(2, "choose", ["code_contradicts_name"])]
    importing = act("choose", importing, user, {"0:2": f"firm:{pending.pk}"})
    assert shown(importing) == [(2, "create", [])]
    act("confirm", importing, user)
    pending.refresh_from_db()
    assert pending.uscc is None
    assert Certification.objects.get().firm == pending


@pytest.mark.parametrize("choice", ["firm:999999", "row:0:9", "nonsense"])
def test_a_choice_that_is_no_candidate_chooses_nothing(choice: str) -> None:
    two_of_a_name()
    user = bureau()
    importing = receive(user, ["企业名称"], ["天津试(甲)有限公司"])
    importing = act("choose", importing, user, {"0:2": choice})
    assert shown(importing)[0][1] == "choose"


def test_a_firm_that_the_list_itself_brings_can_be_chosen() -> None:
    user = bureau()
    importing = receive(
        user,
        ["企业名称", "统一社会信用代码", "2020年从业人数"],
        ["天津试(甲)有限公司", make_code(1), "12"],
        ["天津试（甲）有限公司", make_code(2), "12"],
        ["天津试【甲】有限公司", "", "12"],
    )
    assert [kind for _row, kind, _codes in shown(importing)] == ["create", "create", "choose"]
    importing = act("choose", importing, user, {"0:4": "row:0:3"})
    assert [kind for _row, kind, _codes in shown(importing)] == ["create", "create", "duplicate"]
    act("confirm", importing, user)
    assert FirmYear.objects.count() == 2


def test_what_changed_since_it_was_shown_is_shown_again() -> None:
    user = bureau()
    importing = receive(user, TITLES, ["天津试甲有限公司", make_code(1), "西青区"])
    make_firm("天津试甲有限公司", code=make_code(1), district="120111")
    importing = act("confirm", importing, user)
    assert (importing.state, importing.changed) == (State.READY, True)
    assert shown(importing) == [(2, "same", [])]
    assert Firm.objects.count() == 1


def test_other_changes_do_not_matter() -> None:
    user = bureau()
    importing = receive(user, TITLES, ["天津试甲有限公司", make_code(1), "西青区"])
    make_firm("天津他甲有限公司")
    assert act("confirm", importing, user).state == State.DONE


def test_given_up_nothing_is_written_and_the_file_is_gone() -> None:
    user = bureau()
    importing = receive(user, TITLES, ["天津试甲有限公司", "", "西青区"])
    importing = act("cancel", importing, user)
    assert importing.state == State.CANCELLED
    assert not ImportFile.objects.exists()
    for name in ("confirm", "cancel", "read_again"):
        with pytest.raises(Problem) as refused:
            act(name, importing, user)
        assert refused.value.code == "moved_on"
    assert not Firm.objects.exists()


def test_a_file_that_is_no_list_is_refused_with_the_reason() -> None:
    importing = receive(bureau(), ["你好"], ["再见"])
    assert importing.state == State.REFUSED
    assert importing.problem["code"] == "no_header"


def test_a_job_that_was_taken_over_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    user = bureau()
    importing = receive(user, TITLES, ["天津试甲有限公司", "", "西青区"])
    started: list[Any] = []
    monkeypatch.setattr(services.running, "start", lambda *job: started.append(job))
    act("confirm", importing, user)
    assert importing.state == State.COMMITTING
    with pytest.raises(Problem):
        act("take_over", importing, user)
    Import.objects.update(beat=now() - dt.timedelta(minutes=1))
    importing.refresh_from_db()
    act("take_over", importing, user)
    (first, work), (second, _work) = started
    assert (first.run + 1, second.state) == (second.run, State.COMMITTING)
    with pytest.raises(Cancelled):
        work(first, lambda *_progress: None)
    assert not Firm.objects.exists()
    work(second, lambda *_progress: None)
    importing.refresh_from_db()
    assert importing.state == State.DONE
    assert Firm.objects.count() == 1


def test_old_imports_are_swept_and_what_they_did_stays(settings: Any) -> None:
    user = bureau()
    receive(user, TITLES, ["天津试乙有限公司", "", "西青区"])
    done = act("confirm", receive(user, TITLES, ["天津试甲有限公司", "", "西青区"]), user)
    sweep()
    assert (Import.objects.count(), ImportFile.objects.count()) == (2, 2)
    Import.objects.update(created_at=now() - dt.timedelta(days=31))
    sweep()
    assert list(Import.objects.all()) == [done]
    assert not ImportFile.objects.exists()
    assert not ImportRow.objects.exists()


def test_the_options_of_a_list_are_checked_when_it_comes_in() -> None:
    with pytest.raises(Problem) as refused:
        receive(bureau(), TITLES, options=options(valid_to=dt.date(2022, 9, 1)))
    assert refused.value.code == "ends_before_it_begins"
    assert not Import.objects.exists()


def test_nobody_confirms_twice() -> None:
    user = bureau()
    importing = receive(user, TITLES, ["天津试甲有限公司", "", "西青区"])
    act("confirm", importing, user)
    with pytest.raises(Problem) as refused:
        services.confirm(importing, by=Asked(user))
    assert refused.value.code == "moved_on"
