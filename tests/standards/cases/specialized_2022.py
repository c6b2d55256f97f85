"""专精特新中小企业（工信部企业〔2022〕63号 附件2）: four conditions; 60 points or direct."""

from tests.standards.cases import GONE, Case
from tests.standards.cases.entry import CLEAN

CODE, DAY = "specialized-2022", "2025-06-01"
# Points: 专业化 5+10+1+3 = 19; 精细化 3+5+4+5 = 17; 特色化 given 10; 创新能力 8+4+3+8 = 23: 69.
BASE = CLEAN | {
    "titles": [{"code": "innovative", "from": "2023-01-01", "to": "2026-01-01"}],
    "segment_years": "2",
    "revenue_y1": "5000",
    "rd_expense_y1": "200",  # 4 %
    "rd_expense_y2": "180",
    "main_revenue_y1": "4000",  # 80 %
    "main_revenue_y2": "3600",
    "main_revenue_y3": "3200",  # grew by 11.1 % and 12.5 %
    "product_field": "six_bases",
    "digital_level": "level_2",
    "quality_award": False,
    "quality_certificate": True,
    "own_brand": True,
    "standards_joined": 0,
    "net_profit_y1": "200",  # 4 %
    "assets_y1": "4000",
    "liabilities_y1": "2000",  # 50 %
    "local_points": "10",
    "ip_class1_high_value_y1": 0,
    "ip_class1_own_y1": 2,
    "ip_class1_y1": 2,
    "ip_class2_y1": 5,
    "staff_y1": 100,
    "rd_staff_y1": 10,  # 10 %
    "rd_institution_level": "provincial",
    "equity_financing_y1": "0",
    "equity_financing_y2": "0",
    "awards": [],
    "contests": [],
}
POOR = {"net_profit_y1": "0", "rd_institution_level": "none", "local_points": "0"}  # 69-4-8-10=47
MAKER = {"contest": "maker_china", "level": "national", "rank": 500, "year": 2023}


def award(level: str, rank: int | None, year: int = 2023) -> dict[str, object]:
    return {"level": level, "year": year} | ({"rank": rank} if rank else {})


CASES = [
    Case("all four conditions", {}, "*", "met"),
    Case("not announced as innovative", {"titles": []}, "*", "not_met"),
    Case("segment below 2 years", {"segment_years": "1.9"}, "c1", "not_met"),
    Case("segment exactly 2 years", {}, "c1", "met"),
    # 条件2
    Case("R&D exactly 100, exactly 3.3 %",
         {"rd_expense_y1": "100", "revenue_y1": "3000", "main_revenue_y1": "2900"}, "c2", "met"),
    Case("R&D 99.99", {"rd_expense_y1": "99.99", "revenue_y1": "3000"}, "c2", "not_met"),
    Case("R&D exactly 3 %", {"rd_expense_y1": "150"}, "c2", "met"),
    Case("R&D just below 3 %", {"rd_expense_y1": "149.999999"}, "c2", "not_met"),
    # 条件3
    Case("revenue exactly 1000", {"revenue_y1": "1000", "main_revenue_y1": "900"}, "c3", "met"),
    Case("revenue below, equity exactly 2000",
         {"revenue_y1": "999.99", "equity_financing_y2": "2000"}, "c3", "met"),
    Case("revenue below, equity 1999.99",
         {"revenue_y1": "999.99", "equity_financing_y2": "1999.99"}, "c3", "not_met"),
    Case("revenue below, equity unknown",
         {"revenue_y1": "999.99", "equity_financing_y2": GONE}, "c3", "missing"),
    # 条件4: score or direct route
    Case("69 points", {}, "score", "met"),
    Case("47 points", POOR, "c4", "not_met"),
    Case("local points unknown: 59 to 74", {"local_points": GONE}, "score", "person"),
    Case("local points unknown, and not needed",
         {"local_points": GONE, "product_field": "gap_filler"}, "score", "met"),
    Case("provincial award, third", POOR | {"awards": [award("provincial", 3)]}, "c4", "met"),
    Case("provincial award, fourth", POOR | {"awards": [award("provincial", 4)]}, "c4", "not_met"),
    Case("national award, fifth", POOR | {"awards": [award("national", 5)]}, "c4", "met"),
    Case("national award, sixth", POOR | {"awards": [award("national", 6)]}, "c4", "not_met"),
    Case("award, rank not known", POOR | {"awards": [award("national", None)]}, "c4", "missing"),
    Case("mean R&D exactly 1000", POOR | {"rd_expense_y1": "1200", "rd_expense_y2": "800"},
         "direct-2", "met"),
    Case("mean R&D 999.995", POOR | {"rd_expense_y1": "1200", "rd_expense_y2": "799.99"},
         "direct-2", "not_met"),
    Case("equity exactly 6000",
         POOR | {"equity_financing_y1": "3500", "equity_financing_y2": "2500"}, "c4", "met"),
    Case("Maker China 500", POOR | {"contests": [MAKER]}, "c4", "met"),
    Case("Maker China, four years ago", POOR | {"contests": [MAKER | {"year": 2021}]}, "c4",
         "not_met"),
    # the 13 indicators at their boundaries
    Case("main business 80 %", {}, "s1", "met", "5"),
    Case("main business 70 %", {"main_revenue_y1": "3500"}, "s1", "met", "3"),
    Case("main business 60 %", {"main_revenue_y1": "3000"}, "s1", "met", "1"),
    Case("mean growth just below 10 % (10 and a hair less)",
         {"main_revenue_y1": "3960", "main_revenue_y2": "3600", "main_revenue_y3": "3272.727273"},
         "s2", "met", "8"),
    Case("growth 10 % and 10 %",
         {"main_revenue_y1": "3630", "main_revenue_y2": "3300", "main_revenue_y3": "3000"},
         "s2", "met", "10"),
    Case("growth 0 and 0",
         {"main_revenue_y1": "3000", "main_revenue_y2": "3000", "main_revenue_y3": "3000"},
         "s2", "met", "2"),
    Case("3 years in the segment", {"segment_years": "3.9"}, "s3", "met", "1"),
    Case("4 years in the segment", {"segment_years": "4"}, "s3", "met", "2"),
    Case("30 years in the segment", {"segment_years": "30"}, "s3", "met", "5"),
    Case("gap filler", {"product_field": "gap_filler"}, "s4", "met", "5"),
    Case("level 3", {"digital_level": "level_3"}, "r5", "met", "5"),
    Case("one item of quality", {"own_brand": False}, "r6", "met", "3"),
    Case("two items of quality: 6, at most 5", {}, "r6", "met", "5"),
    Case("margin exactly 10 %", {"net_profit_y1": "500"}, "r7", "met", "10"),
    Case("margin just below 2 %", {"net_profit_y1": "99.99"}, "r7", "met", "0"),
    Case("a loss", {"net_profit_y1": "-500"}, "r7", "met", "0"),
    Case("debt exactly 60 %", {"liabilities_y1": "2400"}, "r8", "met", "3"),
    Case("debt exactly 70 %", {"liabilities_y1": "2800"}, "r8", "met", "1"),
    Case("own class I", {}, "i10", "met", "8"),
    Case("R&D 200: 4 by amount, 4 % 4 by share", {}, "i11", "met", "4"),
    Case("R&D 500 by amount", {"rd_expense_y1": "500"}, "i11", "met", "10"),
    Case("R&D 150 of 1500: 2 by amount, 10 by share",
         {"rd_expense_y1": "150", "revenue_y1": "1500"}, "i11", "met", "10"),
    Case("R&D staff exactly 20 %", {"rd_staff_y1": 20}, "i12", "met", "5"),
    Case("R&D staff below 5 %", {"rd_staff_y1": 4}, "i12", "met", "0"),
    Case("municipal institution", {"rd_institution_level": "municipal"}, "i13", "met", "4"),
    Case("renewal asks for the title itself", {}, "*", "not_met", act="renewal"),
    Case("renewal of a holder",
         {"titles": [{"code": "specialized", "from": "2022-08-01", "to": "2025-08-01"}]},
         "*", "met", act="renewal"),
]  # fmt: skip
