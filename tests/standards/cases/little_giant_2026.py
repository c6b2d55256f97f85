"""专精特新“小巨人”（工信部企业〔2026〕2号）: seven items, all of them."""

from tests.standards.cases import GONE, Case

CODE, DAY = "little-giant-2026", "2026-06-01"
BASE = {
    "size_class": "medium",
    "in_abnormal_list": False,
    "in_dishonest_list": False,
    "incidents": [],
    "titles": [{"code": "specialized", "from": "2024-01-01", "to": "2027-01-01"}],
    "segment_years": "3",
    "revenue_y1": "22050",
    "revenue_y2": "21000",
    "revenue_y3": "20000",  # 22050 / 20000 = 1.05 ** 2: five percent a year, exactly
    "main_revenue_y1": "19845",  # 90 %
    "assets_y1": "20000",
    "liabilities_y1": "15000",  # 75 %
    "rd_expense_y1": "661.5",  # 3 %
    "rd_expense_y2": "630",  # 3 %
    "ip_class1_applied": 4,
    "ip_class1_y1": 4,
    "awards": [],
    "market_share": "10",
    "market_rank": 9,
    "key_field": True,
    "platform_scores": [{"year": 2026, "value": "60"}],
    "outside_titles": [],
    "controlled_by_little_giant": False,
    "similar_in_group": False,
}
HOLDER = {"titles": [{"code": "little_giant", "from": "2024-07-01", "to": "2027-07-01"}]}
CASES = [
    Case("everything; the field for a person", {}, "*", "person"),
    Case("without the title of a specialized SME", {"titles": []}, "*", "not_met"),
    Case("segment 2.9 years: no relaxation", {"segment_years": "2.9"}, "*", "not_met"),
    Case("revenue exactly 5000", {"revenue_y1": "5000"}, "c2a", "met"),
    Case("revenue 4999.99", {"revenue_y1": "4999.99"}, "c2a", "not_met"),
    Case("main business just below 90 %", {"main_revenue_y1": "19844.99"}, "c2b", "not_met"),
    Case("compound growth exactly 5 %", {}, "c2c", "met"),
    Case("compound growth a hair below", {"revenue_y1": "22049.999999"}, "c2c", "not_met"),
    Case("the dip between does not matter", {"revenue_y2": "1000"}, "c2c", "met"),
    Case("no revenue three years ago", {"revenue_y3": "0"}, "c2c", "missing"),
    Case("younger than three years", {"revenue_y3": GONE}, "c2c", "missing"),
    Case("renewal: growth is not examined", HOLDER | {"revenue_y3": GONE}, "c2c", "met",
         act="renewal"),
    Case("debt just above 75 %", {"liabilities_y1": "15000.01"}, "c2d", "not_met"),
    Case("R&D of two years exactly 1200",
         {"rd_expense_y1": "700", "rd_expense_y2": "500", "revenue_y2": "16000"}, "c3", "met"),
    Case("R&D of two years 1199.99",
         {"rd_expense_y1": "700", "rd_expense_y2": "499.99", "revenue_y2": "16000"},
         "c3", "not_met"),
    Case("R&D just below 3 % last year", {"rd_expense_y1": "661.49"}, "c3", "not_met"),
    Case("three class I in use", {"ip_class1_applied": 3}, "c4", "not_met"),
    Case("exempt: national award, third",
         {"ip_class1_applied": 0, "awards": [{"level": "national", "rank": 3, "year": 2023}]},
         "c4", "met"),
    Case("provincial award does not exempt",
         {"ip_class1_applied": 0, "awards": [{"level": "provincial", "rank": 1, "year": 2023}]},
         "c4", "not_met"),
    Case("share below 10 %, third in China", {"market_share": "8", "market_rank": 3}, "c5", "met"),
    Case("share below 10 %, fourth", {"market_share": "9.99", "market_rank": 4}, "c5", "not_met"),
    Case("score 59.9", {"platform_scores": [{"year": 2026, "value": "59.9"}]}, "c7-new",
         "not_met"),
    Case("renewal: last year's 60",
         HOLDER | {"platform_scores": [{"year": 2025, "value": "60"}]}, "c7-renewal", "met",
         act="renewal"),
    Case("control by a Little Giant", {"controlled_by_little_giant": True}, "*", "not_met"),
]  # fmt: skip
