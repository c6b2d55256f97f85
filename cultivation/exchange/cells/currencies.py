"""Currencies in which firms state their capital, by the names lists use."""

CURRENCIES = {
    "人民币": "CNY",
    "rmb": "CNY",
    "美元": "USD",
    "美金": "USD",
    "欧元": "EUR",
    "日元": "JPY",
    "日圆": "JPY",
    "港元": "HKD",
    "港币": "HKD",
    "英镑": "GBP",
    "澳元": "AUD",
    "澳大利亚元": "AUD",
    "加元": "CAD",
    "加拿大元": "CAD",
    "新加坡元": "SGD",
    "新元": "SGD",
    "瑞士法郎": "CHF",
    "韩元": "KRW",
    "新台币": "TWD",
    "台币": "TWD",
    "澳门元": "MOP",
    "瑞典克朗": "SEK",
    "丹麦克朗": "DKK",
    "法国法郎": "FRF",
    "德国马克": "DEM",
}
ISO_CODES = frozenset(CURRENCIES.values())

# Factors to 万 of the currency.
TEN_THOUSANDS = {
    "": "0.0001",
    "千": "0.1",
    "万": "1",
    "十万": "10",
    "百万": "100",
    "千万": "1000",
    "亿": "10000",
}
