"""Titles that may mean several things: the values of the column decide, or a person."""

AMBIGUOUS: dict[str, dict[str, tuple[str, ...]]] = {
    "firms": {
        "编号": ("sequence", "other"),
        "日期": ("established_on",),
        "时间": ("established_on",),
        "代码": ("uscc", "industry"),
        "类型": ("legal_form",),
        "金额": ("revenue", "registered_capital"),
    },
    "facts": {
        "编号": ("sequence",),
        "日期": ("holds_on", "checked_on"),
        "时间": ("holds_on", "checked_on"),
        "代码": ("uscc",),
    },
    "list": {
        "编号": ("number", "sequence"),
        "号码": ("number", "uscc"),
        "日期": ("valid_from", "valid_to", "decided_on", "established_on"),
        "时间": ("valid_from", "valid_to", "decided_on", "established_on"),
        "登记日期": ("valid_from", "established_on"),
        "登记时间": ("valid_from", "established_on"),
        "代码": ("uscc", "industry"),
        "类型": ("tier", "legal_form"),
        "金额": ("revenue", "registered_capital"),
    },
}
