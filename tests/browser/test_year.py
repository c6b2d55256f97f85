"""A year of 市工信局 at the desk, and the years after it: a batch of 专精特新 from the call to the
certificates, then what becomes of its titles.

The same year of all tiers is in tests/scenarios, and that through REST too.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect

from cultivation.access.models import Role
from cultivation.certification.models import Application, Certificate, Notice
from cultivation.certification.services import record_updates
from cultivation.counts.verification import differences, turning_days
from cultivation.firms.models import Firm
from tests.browser.clerks import Clerk
from tests.certification import samples
from tests.factories import make_certification, make_firm, writing
from tests.pages.reading import text_of
from tests.scenarios.story import counted, day

pytestmark = pytest.mark.django_db(transaction=True)

XIQING = "120111"
NAMES = ("天津鲲鹏精密机械有限公司", "天津海河仪器有限公司", "天津蓟州软件有限公司")
TIER = "专精特新中小企业"
BATCH = "2026年第二批"


def file(name: str, content: bytes = samples.PDF) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture
def clock(settings: Any, tmp_path: Path) -> Iterator[Any]:
    """Years go by: whoever is logged in stays so."""
    settings.SESSION_COOKIE_AGE = 10 * 365 * 86400
    settings.DOCUMENTS_DIR = tmp_path
    with time_machine.travel(morning("2026-09-01")) as traveller:
        yield traveller


def morning(text: str) -> dt.datetime:
    return dt.datetime.combine(day(text), dt.time(1), dt.UTC)


class Year:
    """The people at work, and the firms that apply."""

    def __init__(self, clock: Any, page: Callable[[], Page]) -> None:
        self.clock = clock
        self.reviewer = Clerk(page(), Role.BUREAU, "shenhe", last_name="审核一")
        self.decider = Clerk(page(), Role.BUREAU, "jueding", last_name="决定二")
        self.officer = Clerk(page(), Role.DISTRICT, "xiqing", district=XIQING)
        self.expert = Clerk(page(), Role.EXPERT, "zhuanjia", last_name="钱专家")
        self.public = Clerk(page())
        self.firms = [make_firm(name, district=XIQING) for name in NAMES]
        for firm in self.firms:
            make_certification(
                firm, "innovative", valid_from=day("2025-01-01"), valid_to=day("2031-01-01")
            )

    def on(self, text: str) -> None:
        self.clock.move_to(morning(text))

    def case(self, firm: Firm) -> str:
        return f"/cases/{Application.objects.get(firm=firm, renews=None).pk}/"

    def applied(self, batch: str) -> None:
        """The officer files for all three; the last one without its documents."""
        for firm in self.firms:
            self.officer.at("/batches/").follow(batch).follow("登记申报")
            self.officer.fill(firm=firm.name, statement="企业书面申请").press("登记申报")
            if firm is not self.firms[-1]:
                self.attached()
            self.officer.follow("提交").press("提交").sees("待区审", of="h1")

    def attached(self) -> None:
        for name in ("申请书", "真实性声明（盖章）"):
            self.officer.follow(f"上传 {name}").fill(file=file(f"{name}.pdf")).press("上传")
            self.officer.sees(f"{name}.pdf", of="#documents")


def test_a_year_of_a_batch_and_what_comes_after(
    clock: Any, another_page: Callable[[], Page]
) -> None:
    year = Year(clock, another_page)
    called(year)
    year.applied(BATCH)

    # One came without its documents: it goes back, is completed, and comes again.
    year.officer.follow("退回补正").fill(reason="材料不全", opinion="请补申请书和声明")
    year.officer.press("退回补正").sees("退回补正", of="h1")
    year.on("2026-09-08")
    year.attached()
    year.officer.follow("重新提交").press("重新提交").sees("待区审", of="h1")

    year.officer.takes_all("推荐至市级", differs="已现场核实", opinion="同意推荐")
    year.officer.sees("已办理 3 件")
    reviewed(year)
    noticed(year)
    certified(year)
    spring(year)
    renewals(year)
    assert list(differences(turning_days())) == []


def called(year: Year) -> None:
    """The bureau opens the batch."""
    year.reviewer.at("/batches/").follow("开设批次").fill(
        tier=TIER, name=BATCH, document="申报通知", files_from="2026-08-20",
        files_to="2026-09-15", district_due_on="2026-09-20", review_due_on="2026-09-25",
        publicity_days=5, criteria="创新能力，100，60\n成长性，100，40",
    ).confirm("开设批次", BATCH).sees(BATCH, of="h1")  # fmt: skip


def reviewed(year: Year) -> None:
    """One goes to an expert, one is visited, and all three are proposed together."""
    year.on("2026-09-15")
    first, second, _third = year.firms
    year.reviewer.at(year.case(first)).follow("送专家评审").page.get_by_label("钱专家").check()
    year.reviewer.press("送专家评审").sees("专家评审中", of="h1")
    year.expert.at("/scoring/").follow(first.name).fill(mark_1=90, mark_2=70, comment="较好")
    year.expert.confirm("提交评分", "总分 82").sees("已提交")

    year.reviewer.at(year.case(second)).follow("安排实地核查").press("安排实地核查")
    year.reviewer.sees("实地核查中", of="h1").follow("登记实地核查").fill(
        visited_on="2026-09-15", conclusion="属实", visitors="甲、乙", findings="设备在用",
        photos=[file("车间.png", samples.PNG)],
    ).press("登记实地核查").sees("设备在用", "车间.png")  # fmt: skip

    year.reviewer.takes_all("审核通过，拟认定", differs="人工核实", opinion="同意")
    year.reviewer.sees("已办理 3 件")


def noticed(year: Year) -> None:
    """The list stands over National Day; somebody objects, and is not right."""
    year.on("2026-09-24")
    third = year.firms[2]
    year.decider.at("/notices/staff/").follow("发布公示").follow(BATCH)
    year.decider.confirm("确认发布", "3 家，公示 5 个工作日至 2026-10-08").sees("公示中", of="h1")
    year.public.at("/notices/").follow(Notice.objects.get().title).sees(*NAMES, "2026-10-08")

    year.on("2026-09-30")
    staff = f"/notices/{Notice.objects.get().number}/staff/"
    year.reviewer.at(staff).follow("登记异议").fill(
        application=third.name, objector="张三", contact="13000000000", content="研发费用不符"
    ).press("确认登记").sees("核查中", of="h1")
    # Until it is settled this one is not certified; nobody is, while the notice runs.
    year.decider.at("/cases/").follow(third.name).sees("异议核查中", of="h1")
    year.decider.at("/objections/").follow(third.name).follow("处理异议").fill(
        outcome="异议不成立，维持公示", grounds="经查账，数据属实"
    ).confirm("确认处理", "恢复公示状态").sees("不成立", of="h1")
    year.public.page.reload()
    assert "张三" not in year.public.page.content()


def certified(year: Year) -> None:
    """After the window a second person certifies all; anybody checks a certificate."""
    year.on("2026-10-09")
    staff = f"/notices/{Notice.objects.get().number}/staff/"
    year.reviewer.at(staff).follow("认定全部无异议企业").sees("推荐人或审核人不能作出决定")
    year.decider.at(staff).follow("认定全部无异议企业").fill(document="津工信〔2026〕30号")
    year.decider.confirm("确认认定", "认定 3 家，有效期 2026-10-09 至 2029-10-08", "0 → 3（+3）")
    year.decider.sees("已认定 3")
    assert [counted("specialized", on=f"2026-10-{n:02}") for n in (8, 9)] == [0, 3]
    year.officer.at(f"/certifications/?tier=specialized&batch={BATCH}").sees("共 3 项")
    year.decider.at("/workbench/")
    expect(year.decider.page.locator("main a[href*='tier=specialized']").first).to_have_text("3")

    link = year.decider.at(f"/firms/{year.firms[0].pk}/").page.get_by_role("link", name="证书 PDF")
    printed = year.decider.page.request.get(str(link.get_attribute("href")))
    assert NAMES[0] in text_of(printed.body())
    assert checked(year, year.firms[0]) == "有效"


def checked(year: Year, firm: Firm) -> str:
    """What anybody reads about the certificate of ``firm``."""
    number = Certificate.objects.get(firm=firm).number
    year.public.at("/verify/").page.locator("#number").fill(number)
    year.public.press("查验").sees(firm.name)
    return year.public.page.locator("#standing").inner_text().removeprefix("✓ ").removeprefix("✕ ")


def spring(year: Year) -> None:
    """Yearly updates are recorded; a title is revoked, and its firm may not apply again."""
    first, _second, third = year.firms
    year.on("2027-03-22")
    year.officer.at("/upkeep/updates/").page.get_by_label(f"选择 {first.name}").check()
    year.officer.press("登记已更新…").fill(updated_on="2027-03-20")
    year.officer.confirm(
        "登记年度更新", f"登记 1 家企业于 2027-03-20 完成 2027 年度更新：{first.name}"
    )
    year.officer.at("/upkeep/updates/?state=in_time").sees(first.name, of="table.list")

    year.on("2027-05-10")
    year.decider.at(f"/firms/{third.pk}/").page.get_by_role("row", name=TIER).get_by_role(
        "link", name="办理终止"
    ).click()
    year.decider.fill(
        kind="revocation", cause="数据造假", effective_on="2027-05-10",
        reason="研发费用造假", document="津工信〔2027〕12号",
    ).confirm("确认终止", "2030-05-10 起方可再申报")  # fmt: skip
    year.decider.sees("禁止申报")
    assert [counted("specialized", on=f"2027-05-{n:02}") for n in (9, 10)] == [3, 2]
    assert checked(year, third) == "已撤销，自 2027-05-10 起不再有效"
    year.officer.at("/upkeep/bans/").sees(third.name, "2030-05-10", of="table.list")


def renewals(year: Year) -> None:
    """The campaign opens a draft for who kept the updates; who did not lapses in time."""
    first, second, third = year.firms
    for spring in (2028, 2029):
        year.on(f"{spring}-05-20")
        with writing():
            record_updates(
                firms=[first.pk], year=spring, updated_on=day(f"{spring}-05-20"), actor=None
            )
    year.on("2029-07-02")
    # An invented year of the calendar: without it no batch with a notice is opened.
    year.reviewer.at("/calendar/enter/").fill(
        year="2029", document="演示通知", holidays="2029-01-01 元旦"
    ).confirm("录入日历")
    year.reviewer.at("/batches/open/").fill(
        tier=TIER, name="2029年复核", kind="复核", files_from="2029-07-01", files_to="2029-09-30"
    ).confirm("开设批次").sees("2029年复核", of="h1")
    year.officer.at(f"/cases/open/?firm={third.pk}").sees("在 2030-05-10 前不得申报")
    year.officer.at("/upkeep/?tier=specialized").sees("共 2 项")
    year.officer.page.get_by_label("选择本页全部").check()
    year.officer.press("开立复核申报…").confirm(
        "开立复核申报",
        f"为 1 家企业开立复核申报（草稿）：{first.name}",
        f"未列入 1 家：{second.name}",
    )
    year.officer.at("/upkeep/?renewal=open").sees(first.name, "草稿", of="table.list")
    assert Application.objects.get(renews__isnull=False).firm == first

    year.on("2029-10-08")
    assert checked(year, second) == "有效，将于 2029-10-08 到期"
    year.on("2029-10-09")
    assert checked(year, second) == "已失效，有效期已于 2029-10-08 届满"
    year.officer.at("/upkeep/lapsed/?tier=specialized").sees(second.name, of="table.list")
    year.officer.at(f"/firms/{second.pk}/").sees("到期失效")
    assert [counted("specialized", on=f"2029-10-{n:02}") for n in (8, 9)] == [2, 0]
