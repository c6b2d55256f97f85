"""专精特新“小巨人”（工信部企业〔2022〕63号 附件3）: 专、精、特、新、链、品."""

from tests.standards.cases import GONE, Case
from tests.standards.cases.entry import CLEAN

CODE, DAY = "little-giant-2022", "2024-06-01"
BASE = CLEAN | {
    "titles": [{"code": "specialized", "from": "2022-01-01", "to": "2025-01-01"}],
    "segment_years": "3",
    "revenue_y1": "10000",
    "revenue_y2": "9000",
    "main_revenue_y1": "7000",  # 70 %
    "main_revenue_y2": "6600",
    "main_revenue_y3": "6200",
    "rd_expense_y1": "300",  # 3 %
    "rd_expense_y2": "270",  # 3 %
    "core_systems": 1,
    "system_certificate": True,
    "assets_y1": "10000",
    "liabilities_y1": "7000",  # 70 %
    "market_share": "10",
    "own_brand": True,
    "rd_institution": True,
    "ip_class1_applied": 2,
    "ip_class1_y1": 2,
    "equity_financing_y1": 0,
    "equity_financing_y2": 0,
    "staff_y1": 100,
    "rd_staff_y1": 10,
    "awards": [],
    "contests": [],
    "chain_key_link": True,
    "key_field": True,
    "outside_titles": [],
    "controlled_by_little_giant": False,
    "similar_in_group": False,
}
MIDDLE = {"revenue_y1": "9999.99", "revenue_y2": "9000", "main_revenue_y1": "7000"}
SMALL = {
    "revenue_y1": "4999.99",
    "equity_financing_y1": "8000",
    "rd_expense_y1": "2000",
    "rd_expense_y2": "1000",
    "rd_staff_y1": 50,
}
STILL = {"main_revenue_y2": "7000", "main_revenue_y3": "7000"}  # no growth
GIANT = [{"code": "little_giant", "from": "2022-07-01", "to": "2025-07-01"}]
CASES = [
    Case("all six; chain and product for a person", {}, "*", "person"),
    Case("chain: the firm says yes", {}, "l1", "person"),
    Case("chain: the firm says no", {"chain_key_link": False}, "*", "not_met"),
    Case("product: nothing said", {"key_field": GONE}, "f1", "person"),
    Case("segment below 3 years", {"segment_years": "2.99"}, "p1", "not_met"),
    Case("main business just below 70 %", {"main_revenue_y1": "6999.99"}, "p2", "not_met"),
    Case("mean growth exactly 5 %",
         {"main_revenue_y1": "6615", "main_revenue_y2": "6300", "main_revenue_y3": "6000"},
         "p3", "met"),
    Case("mean growth just below 5 %",
         {"main_revenue_y1": "6614.99", "main_revenue_y2": "6300", "main_revenue_y3": "6000"},
         "p3", "not_met"),
    Case("no figure of three years ago", {"main_revenue_y3": GONE}, "p3", "missing"),
    Case("no core business on a system", {"core_systems": 0}, "r1", "not_met"),
    Case("debt just above 70 %", {"liabilities_y1": "7000.01"}, "r3", "not_met"),
    Case("share below 10 %", {"market_share": "9.9"}, "t1", "not_met"),
    # 新: R&D by revenue
    Case("revenue exactly 1 亿元: 3 % is enough", {}, "i1", "met"),
    Case("just below 1 亿元: 6 % is asked", MIDDLE, "i1", "not_met"),
    Case("just below 1 亿元, 6 % in both years",
         MIDDLE | {"rd_expense_y1": "600", "rd_expense_y2": "540"}, "i1", "met"),
    Case("exactly 5000, 6 % in both years",
         {"revenue_y1": "5000", "rd_expense_y1": "300", "rd_expense_y2": "540"}, "i1", "met"),
    Case("exactly 5000, below 6 % the year before",
         {"revenue_y1": "5000", "rd_expense_y1": "300", "rd_expense_y2": "539.99"},
         "i1", "not_met"),
    Case("below 5000: equity, R&D, staff", SMALL, "i1", "met"),
    Case("below 5000: staff 49 %", SMALL | {"rd_staff_y1": 49}, "i1", "not_met"),
    Case("below 5000: equity 7999.99", SMALL | {"equity_financing_y1": "7999.99"}, "i1",
         "not_met"),
    Case("revenue unknown", {"revenue_y1": GONE}, "i1", "missing"),
    Case("one class I in use", {"ip_class1_applied": 1}, "i3", "not_met"),
    Case("use unknown, but there is only one", {"ip_class1_applied": GONE, "ip_class1_y1": 1},
         "i3", "not_met"),
    Case("use unknown, there are two", {"ip_class1_applied": GONE}, "i3", "missing"),
    Case("national award, third, instead of all that",
         {"ip_class1_applied": 0, "awards": [{"level": "national", "rank": 3, "year": 2022}]},
         "i", "met"),
    Case("national award, fourth",
         {"ip_class1_applied": 0, "awards": [{"level": "national", "rank": 4, "year": 2022}]},
         "i", "not_met"),
    Case("Maker China 50",
         {"ip_class1_applied": 0, "contests": [
             {"contest": "maker_china", "level": "national", "rank": 50, "year": 2022}]},
         "i", "met"),
    Case("champion of a single product",
         {"outside_titles": [{"code": "single_champion", "from": "2020-01-01"}]},
         "*", "not_met"),
    # 2025 notice (工信厅企业函〔2025〕190号): floor for both acts, growth waived for renewals
    Case("2025: revenue below 5000", SMALL, "floor", "not_met", as_of="2025-06-01"),
    Case("2025: revenue exactly 5000", {"revenue_y1": "5000"}, "floor", "met", as_of="2025-06-01"),
    Case("2025, renewal: growth is not examined", {"titles": GIANT} | STILL,
         "p3", "met", act="renewal", as_of="2025-06-01"),
    Case("2025, new: growth is", STILL, "p3", "not_met",
         as_of="2025-06-01"),
    Case("2026, renewal: growth is examined again", {"titles": GIANT} | STILL,
         "p3", "not_met", act="renewal", as_of="2026-05-01"),
]  # fmt: skip
