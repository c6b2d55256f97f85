"""The reasons that a person chooses from, by what they do. Pure."""

from django.utils.translation import gettext_lazy as _

Reasons = dict[str, object]

RETURN_REASONS: Reasons = {
    # zh: 材料不全
    "documents_missing": _("documents are missing"),
    # zh: 材料不符合要求
    "documents_wrong": _("documents are not as asked for"),
    # zh: 数据与审计报告不一致
    "figures_differ": _("figures differ from the audit report"),
    # zh: 主导产品或细分领域填写不清
    "product_unclear": _("main product or segment is unclear"),
    # zh: 其他
    "other": _("other"),
}
REFUSAL_REASONS: Reasons = {
    # zh: 不符合标准
    "standard_not_met": _("the standard is not met"),
    # zh: 存在负面情形
    "negative_condition": _("a negative condition"),
    # zh: 材料不实
    "documents_untrue": _("documents are not true"),
    # zh: 逾期未补正
    "not_completed": _("not completed in time"),
    # zh: 异议成立
    "objection_upheld": _("an objection was upheld"),
    # zh: 名额所限
    "quota": _("the quota is used up"),
    "other": _("other"),
}
WITHDRAWAL_REASONS: Reasons = {
    # zh: 企业申请撤回
    "firm_asks": _("the firm asks for it"),
    # zh: 登记有误
    "filed_by_mistake": _("filed by mistake"),
    # zh: 企业发生变更
    "firm_changed": _("the firm has changed"),
    "other": _("other"),
}
