"""What is invented of the flow: batches, and how far how many applications have come. Pure."""

from dataclasses import dataclass
from typing import Any, Literal

from cultivation.certification.flow.states import Doing
from cultivation.portal.demonstration.words import MARK

D = Doing
Path = tuple[Doing, ...]
DRAFT: Path = (D.OPEN,)
FILED: Path = (*DRAFT, D.SUBMIT)
INCOMPLETE: Path = (*FILED, D.ACCEPT_INCOMPLETE)
RETURNED: Path = (*FILED, D.RETURN_TO_FIRM)
AGAIN: Path = (*RETURNED, D.RESUBMIT)
DECLINED: Path = (*FILED, D.DECLINE)
TAKEN_BACK: Path = (*FILED, D.WITHDRAW)
# Only where the tier has that stage.
IN_DISTRICT_NOTICE: Path = (*FILED, D.START_DISTRICT_NOTICE)
RECOMMENDED: Path = (*FILED, D.RECOMMEND)
PROMISED: Path = (*INCOMPLETE, D.RECOMMEND)
BACK: Path = (*RECOMMENDED, D.RETURN_TO_DISTRICT)
# The third return by the bureau is the last one (津科规〔2021〕3号).
USED_UP: Path = (*BACK, D.RECOMMEND, D.RETURN_TO_DISTRICT, D.RECOMMEND, D.RETURN_TO_DISTRICT)
EXPERTS: Path = (*RECOMMENDED, D.SEND_TO_EXPERTS)
VISIT: Path = (*RECOMMENDED, D.ORDER_VISIT)
SCORED_VISIT: Path = (*EXPERTS, D.ORDER_VISIT)
REFUSED: Path = (*RECOMMENDED, D.REFUSE)
PROPOSED: Path = (*RECOMMENDED, D.PROPOSE)
SCORED: Path = (*SCORED_VISIT, D.PROPOSE)
NOTICED: Path = (*PROPOSED, D.PUBLISH)
OBJECTED: Path = (*NOTICED, D.OBJECT)
DISMISSED: Path = (*OBJECTED, D.DISMISS_OBJECTION)
ABOVE: Path = (*PROPOSED, D.RECOMMEND_ABOVE)

# What experts have done: nothing, one of two, both; or one has a conflict of interest.
Marks = Literal["", "none", "one", "both", "conflict"]


@dataclass(frozen=True)
class Lot:
    """So many applications that came so far, of 6,000 firms."""

    number: int
    path: Path
    marks: Marks = ""


@dataclass(frozen=True)
class Call:
    """A batch. ``takes`` firms that hold one of these tiers (empty: any); ``renews`` titles that
    end soon. ``notice``: whether its notice runs today, or its window is over. ``open``: it takes
    applications today. ``late``: its stages should be done by now. ``second``: the second account
    of the bureau has reviewed it, so that the first decides. ``certified``: those of its notice are
    certified today. ``eased``: criteria of the standard that its call changed."""

    tier: str
    name: str
    lots: tuple[Lot, ...]
    takes: tuple[str, ...] = ()
    renews: bool = False
    notice: Literal["", "running", "over"] = ""
    open: bool = True
    late: bool = False
    second: bool = False
    certified: bool = False
    criteria: tuple[tuple[str, int, int], ...] = ()
    eased: tuple[tuple[str, str, str, str], ...] = ()

    def title(self, year: int) -> str:
        """The name of the batch in ``year``."""
        return f"{year}年{self.name}{MARK}"

    def document(self, year: int) -> str:
        """The call of the batch."""
        return f"演示通知〔{year}〕1号"

    def overrides(self, year: int) -> list[dict[str, Any]]:
        """What its call changed in the standard, as batches have it."""
        if not self.eased:
            return []
        return [
            {
                "code": "demonstration",
                "title": {"zh": f"本批放宽{MARK}", "en": "Eased for this batch (demonstration)"},
                "document": self.document(year),
                "source": f"演示用的调整，并非任何文件的规定{MARK}",
                "confidence": "unknown",
                "acts": ["new"],
                "from": f"{year}-01-01",
                "to": f"{year + 1}-01-01",
                "changes": [
                    {"criterion": one, "set": {"value": to, "text": {"zh": zh, "en": en}}}
                    for one, to, zh, en in self.eased
                ],
            }
        ]


CALLS = (
    Call(
        "innovative", "第一批申报", (Lot(36, NOTICED), Lot(3, REFUSED)),
        notice="over", open=False, certified=True,
    ),
    Call(
        "innovative", "第二批申报",
        (
            Lot(8, DRAFT), Lot(26, FILED), Lot(2, IN_DISTRICT_NOTICE), Lot(3, INCOMPLETE),
            Lot(5, RETURNED), Lot(4, AGAIN), Lot(2, DECLINED), Lot(2, TAKEN_BACK),
            Lot(24, RECOMMENDED), Lot(3, PROMISED), Lot(4, BACK), Lot(3, VISIT), Lot(10, PROPOSED),
            Lot(30, NOTICED), Lot(1, OBJECTED), Lot(1, DISMISSED),
        ),
        notice="running",
    ),
    Call(
        "specialized", "度申报",
        (
            Lot(40, NOTICED), Lot(1, OBJECTED), Lot(1, DISMISSED), Lot(2, REFUSED),
            Lot(6, RECOMMENDED),
        ),
        takes=("innovative", "tech_sme"), notice="over", open=False, late=True, second=True,
    ),
    Call(
        "specialized", "度复核", (Lot(14, DRAFT), Lot(8, FILED), Lot(4, RECOMMENDED)),
        renews=True,
    ),
    Call(
        "seed", "第二批申报",
        (Lot(6, FILED), Lot(8, RECOMMENDED), Lot(7, PROPOSED), Lot(1, REFUSED)),
        takes=("innovative",), open=False, late=True, second=True,
    ),
    Call(
        "little_giant", "度推荐",
        (Lot(3, FILED), Lot(4, RECOMMENDED), Lot(2, PROPOSED), Lot(5, ABOVE)),
        takes=("specialized",), second=True,
    ),
    Call(
        "eaglet", "第一批申报",
        (Lot(9, FILED), Lot(2, RETURNED), Lot(8, RECOMMENDED), Lot(1, USED_UP), Lot(4, PROPOSED)),
        eased=(
            ("c1-age", "10", "注册时间10年以内（按截至上一年12月31日计算）",
             "Registered for at most 10 years (on December 31 of the year before)"),
        ),
    ),
    Call(
        "leading", "度申报",
        (
            Lot(1, FILED), Lot(2, RECOMMENDED), Lot(2, EXPERTS, "none"), Lot(1, EXPERTS, "one"),
            Lot(1, EXPERTS, "both"), Lot(1, EXPERTS, "conflict"), Lot(2, SCORED_VISIT, "both"),
            Lot(1, SCORED, "both"),
        ),
        takes=("gazelle", "leading_cultivation"),
        criteria=(
            ("创新能力", 40, 40), ("市场竞争力", 30, 30), ("成长性", 20, 20), ("带动作用", 10, 10),
        ),
    ),
)  # fmt: skip
OPINIONS: dict[Doing, tuple[str, ...]] = {
    D.RECOMMEND: ("材料齐全，情况属实，同意推荐。", "经核实符合条件，同意推荐。"),
    D.RETURN_TO_FIRM: ("审计报告缺少附注，请补充完整后再提交。", "真实性声明未盖章，请补正。"),
    D.RETURN_TO_DISTRICT: (
        "研发费用与审计报告不一致，请区里核实。",
        "主营业务收入占比请区里核实后再报。",
    ),
    D.DECLINE: ("上年度研发投入未达到要求。",),
    D.REFUSE: ("经审核，研发投入未达到标准。",),
    D.PROPOSE: ("审核通过，拟认定。", "情况属实，符合标准。"),
    D.ACCEPT_INCOMPLETE: ("企业已签署承诺书，同意容缺受理。",),
    D.WITHDRAW: ("企业来函申请撤回。",),
    D.DISMISS_OBJECTION: ("经实地核实，异议反映的情况不属实。",),
}
REASONS = {
    D.RETURN_TO_FIRM: "documents_missing",
    D.RETURN_TO_DISTRICT: "figures_differ",
    D.DECLINE: "standard_not_met",
    D.REFUSE: "standard_not_met",
    D.WITHDRAW: "firm_asks",
}
DIFFERS = "部分指标依据纸质材料核实，符合条件。"
FINDINGS = "现场查看生产车间和研发场所，人员、设备与申报材料一致。"
COMMENTS = ("研发团队稳定，核心技术自主可控。", "市场前景较好，建议加强知识产权布局。")
OBJECTOR = ("王某某（演示）", "演示电话 022-00000000")
APPEAL = "企业认为撤销所依据的核查结论与实际不符，请求复核，附演示用书面材料。"
OBJECTION = "反映该企业申报的研发人员数与实际不符，附演示用书面材料。"
CONTACT = "公示期内如有异议，请以书面形式实名反映，并附依据和联系方式。（演示）"
