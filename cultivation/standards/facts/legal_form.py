"""Whether a legal form (企业类型) makes a firm an independent legal person."""

# Branches, partnerships and sole owners are none, whatever else their form says.
NO_PERSONS = ("分公司", "分支机构", "合伙", "个人独资", "个体", "办事处", "代表处")
PERSONS = ("公司", "全民所有制", "集体所有制")


def is_legal_person(legal_form: str) -> bool | None:
    """Whether the form is that of a legal person; None where the form does not say."""
    if any(word in legal_form for word in NO_PERSONS):
        return False
    return True if any(word in legal_form for word in PERSONS) else None
