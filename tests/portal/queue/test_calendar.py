"""The calendar of a year, pasted from the notice of the State Council; settings in the admin."""

import datetime as dt

import pytest

from cultivation.certification.models import CalendarYear, Procedure, SpecialDay
from cultivation.certification.selectors.workdays import workday_after
from cultivation.problems import Problem
from tests.factories import make_user
from tests.portal.desk import Desk, bureau, officer

pytestmark = pytest.mark.usefixtures("today")
WHERE = "/calendar/enter/"
# A made-up year: nobody has published it.
YEAR = {
    "year": "2031",
    "document": "试验通知",
    "holidays": "2031-01-01 至 2031-01-03 元旦\n2031年10月1日—2031年10月7日，国庆节",
    "worked": "2031-09-28 国庆节",
}


def test_a_year_that_was_entered_is_counted_by(today: object) -> None:
    with pytest.raises(Problem):
        workday_after(dt.date(2031, 9, 29), 3)
    desk = bureau()
    told = desk.preview(WHERE, **YEAR)
    assert "放假 10 天，调休上班 1 天，工作日比平常少 7 天" in told[0]
    assert not CalendarYear.objects.filter(pk=2031).exists()
    desk.confirm(WHERE, **YEAR)
    # Monday 09-29 and Tuesday, then the first day after the holidays.
    assert workday_after(dt.date(2031, 9, 29), 3) == dt.date(2031, 10, 8)
    page = officer().get("/calendar/", year="2031")
    assert (page.context["holidays"], page.context["worked"]) == (10, 1)
    desk.confirm(WHERE, **YEAR | {"worked": ""})
    assert SpecialDay.objects.filter(day__year=2031, kind="worked").count() == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"holidays": "2030-01-01 元旦"}, "不在 2031 年内"),
        ({"holidays": "2031-01-01 元旦\n2031-01-01 元旦"}, "第 2 行：2031-01-01 重复"),
        ({"holidays": "元旦"}, "第 1 行"),
        ({"holidays": "2031-01-01 至 2031-12-31 元旦"}, "第 1 行"),
        ({"holidays": "2031-02-30 春节"}, "第 1 行"),
        ({"worked": "2031-09-29 国庆节"}, "不是周六、周日"),
        ({"worked": "2031-10-04 国庆节"}, "既是放假又是上班"),
    ],
)
def test_what_is_no_calendar(today: object, change: dict[str, str], said: str) -> None:
    assert said in " ".join(bureau().preview(WHERE, status=400, **YEAR | change))


def test_a_procedure_is_edited_with_a_reason(today: object) -> None:
    desk = Desk(make_user(is_superuser=True, is_staff=True))
    where = "/admin/certification/procedure/seed/change/"
    form = desk.get(where).context["adminform"].form
    data = {
        name: form[name].value() for name in form.fields if form[name].value() not in (None, False)
    }
    assert desk.client.post(where, data | {"return_limit": "3"}).status_code == 200
    sent = data | {"return_limit": "3", "reason": "津科规〔2019〕3号"}
    assert desk.client.post(where, sent).status_code == 302
    assert Procedure.objects.get(pk="seed").return_limit == 3
