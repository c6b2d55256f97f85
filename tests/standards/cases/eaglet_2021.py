"""雏鹰企业（津科规〔2021〕3号）: four conditions, the fourth with nine alternatives."""

from tests.standards.cases import GONE, Case

CODE, DAY = "eaglet-2021", "2022-05-01"
BASE = {
    "registered_in_tianjin": True,
    "legal_person": True,
    "established_on": "2013-12-31",  # eight years on 31 December 2021
    "incidents": [],
    "in_abnormal_list": False,
    "in_dishonest_list": False,
    "revenue_y1": "10",
    "ip_class1_y1": 1,
    "ip_class2_y1": 0,
    "outside_titles": [],
    "contests": [],
    "awards": [],
    "rd_institution_level": "none",
    "standards_joined": 0,
    "vc_single_investment": 0,
    "science_project": False,
}
NONE = {"ip_class1_y1": 0}
SOFTWARE = [
    {"code": "software_firm", "from": "2021-01-01", "to": "2023-01-01"},
    {"code": "software_product", "from": "2021-01-01", "to": "2023-01-01"},
]
CASES = [
    Case("exactly eight years, exactly 10 万元, one class I", {}, "*", "met"),
    Case("a day older", {"established_on": "2013-12-30"}, "*", "not_met"),
    Case("registered on 31 December of last year", {"established_on": "2021-12-31"}, "*", "met"),
    Case("registered this year", {"established_on": "2022-01-01"}, "*", "not_met"),
    Case("day of registration unknown", {"established_on": GONE}, "*", "missing"),
    Case("born on 29 February", {"established_on": "2016-02-29"}, "c1-age", "met"),
    Case("revenue 9.99", {"revenue_y1": "9.99"}, "*", "not_met"),
    Case("dishonesty in research last year",
         {"incidents": [{"kind": "dishonesty", "on": "2021-01-01"}]}, "*", "not_met"),
    Case("dishonesty before that", {"incidents": [{"kind": "dishonesty", "on": "2020-12-31"}]},
         "*", "met"),
    Case("no alternative", NONE, "c4", "not_met"),
    Case("1: one class II", NONE | {"ip_class2_y1": 1}, "c4", "not_met"),
    Case("1: two class II", NONE | {"ip_class2_y1": 2}, "c4", "met"),
    Case("2: both software certificates", NONE | {"outside_titles": SOFTWARE}, "c4", "met"),
    Case("2: one of them", NONE | {"outside_titles": SOFTWARE[:1]}, "c4", "not_met"),
    Case("3: national prize of excellence, one class II",
         NONE | {"ip_class2_y1": 1, "contests": [
             {"contest": "other", "level": "national", "prize": "excellence", "year": 2019}]},
         "c4", "met"),
    Case("3: provincial prize of excellence",
         NONE | {"ip_class2_y1": 1, "contests": [
             {"contest": "other", "level": "provincial", "prize": "excellence", "year": 2019}]},
         "c4", "not_met"),
    Case("3: provincial third prize, no right",
         NONE | {"contests": [
             {"contest": "other", "level": "provincial", "prize": "third", "year": 2019}]},
         "c4", "not_met"),
    Case("4: Tianjin high-tech",
         NONE | {"outside_titles": [{"code": "high_tech_tianjin", "from": "2021-01-01"}]},
         "c4", "met"),
    Case("5: provincial award, long ago",
         NONE | {"awards": [{"level": "provincial", "year": 2010}]}, "c4", "met"),
    Case("6: provincial institution", NONE | {"rd_institution_level": "provincial"}, "c4", "met"),
    Case("7: joined a standard", NONE | {"standards_joined": 1}, "c4", "met"),
    Case("8: 100 万元 of one investor", NONE | {"vc_single_investment": "100"}, "c4", "met"),
    Case("8: 99.99 万元", NONE | {"vc_single_investment": "99.99"}, "c4", "not_met"),
    Case("9: a science project", NONE | {"science_project": True}, "c4", "met"),
    Case("9: not known", NONE | {"science_project": GONE}, "c4", "missing"),
]  # fmt: skip
