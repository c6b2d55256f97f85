"""Every number the invention turns on, with its reason. Counts are for STANDARD_FIRMS firms."""

STANDARD_FIRMS = 6000  # the quotas below are written for this many and scaled for others
FIRST_YEAR = 2016  # ten years of figures up to now

RATES = {
    # --- who the firms are ---
    "founded_after_2016": 0.30,  # the rest is older: a tier needs years of business
    "pending_code": 0.02,  # published lists often lack the code
    "other_currency": 0.03,  # foreign investors register capital in USD, HKD, EUR
    "capital_unknown": 0.02,  # N/A and 无 in lists
    "bracket_pairs": 0.001,  # two firms whose names differ only in the width of the brackets
    # --- what happens to them ---
    "rename": 0.06,  # former names are looked for in every list
    "second_rename": 0.10,  # of those renamed: a chain of names
    "move": 0.07,  # the place of a day matters for every count
    "second_move": 0.10,  # of those that moved, some move on (or back)
    "leave_city": 0.004,  # out of the city: the titles are withdrawn
    "industry_change": 0.01,  # the division belongs to time too
    "merge": 0.010,  # titles go over to the successor
    "deregister": 0.045,  # titles end on the day
    "correct": 0.03,  # mistakes in address, capital, founding day, or a code supplied later
    "filed_late": 0.10,  # months after the day it happened
    # --- figures ---
    "year_missing": 0.03,  # a firm did not report that year
    "figure_missing": 0.015,  # one figure of a report left out
    # --- ends of certifications before their last day ---
    "revocation": 0.006,  # false filing, serious breach of trust
    "withdrawal": 0.012,  # dynamic management: conditions no longer met
    "surrender": 0.005,  # the firm gives the title back
    # --- papers ---
    "decided_late": 0.012,  # entered later with an earlier effective day
    "expired_to_seed": 0.50,  # of firms whose 专精特新 ran out: taken into the seed library
}

# Shares of firms by district: 国家科技型中小企业 by district, bulletin of 2022-05-31 (4,222 firms).
DISTRICTS = {
    "120116": 1798, "120114": 369, "120111": 303, "120104": 255, "120110": 248, "120112": 226,
    "120113": 190, "120103": 131, "120118": 123, "120101": 120, "120102": 112, "120115": 101,
    "120119": 93, "120105": 75, "120117": 61, "120106": 56,
}  # fmt: skip
# Zones inside 滨海新区: the same bulletin; 东疆 and 生态城 (not named in it) out of 其他街镇.
ZONES = {
    "120116402": 859, "120116400": 447, "120116401": 234, "120116406": 70, "120116403": 40,
    "120116-other": 148,
}  # fmt: skip
HIGH_TECH_ZONE = "120116402"  # 高新区: 华苑科技园 lies in 南开 and 西青
HIGH_TECH_OUTSIDE = {"120104": 0.15, "120111": 0.10}  # share of the firms of those districts

# Shares by division of GB/T 4754 in per mille: the city's base is manufacturing, then software.
INDUSTRIES = {
    "35": 125, "34": 95, "39": 90, "38": 85, "36": 60, "33": 60, "40": 45, "26": 45, "27": 35,
    "29": 30, "37": 20, "30": 18, "14": 15, "32": 8, "23": 8, "21": 6, "18": 6, "13": 8, "31": 6,
    "65": 115, "75": 40, "73": 25, "74": 25, "64": 10, "63": 4, "51": 12, "52": 4, "72": 8,
    "77": 8, "49": 6, "48": 5, "54": 5, "59": 4, "46": 2, "44": 3, "83": 2, "87": 3,
}  # fmt: skip

# Figures by kind of industry: median revenue (万元), revenue a head (万元), R&D share of revenue.
FIGURES = {
    "manufacturing": (3200.0, 78.0, 0.052),
    "software": (1300.0, 52.0, 0.130),
    "research": (1100.0, 60.0, 0.110),
    "other": (1800.0, 85.0, 0.030),
}
REVENUE_SPREAD = 1.15  # of the logarithm: from micro firms to a few large ones
GROWTH, GROWTH_OF_THE_STRONG, GROWTH_NOISE = 0.06, 0.05, 0.17  # a year; strength is a normal number
YEAR_EFFECT = {2020: -0.06, 2021: 0.04, 2022: -0.03}  # the pandemic, and after
