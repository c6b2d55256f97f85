"""Where an application stands, and what can be done with it: the words of the flow."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an application stands."""

    # zh: 草稿
    DRAFT = "draft", _("draft")
    # zh: 待区审
    SUBMITTED = "submitted", _("with the district")
    # zh: 退回补正
    RETURNED = "returned", _("returned to the firm")
    # zh: 区公示中
    DISTRICT_NOTICE = "district_notice", _("notice of the district")
    # zh: 市退回区
    RETURNED_TO_DISTRICT = "returned_to_district", _("returned to the district")
    # zh: 待市审
    RECOMMENDED = "recommended", _("with the bureau")
    # zh: 专家评审中
    EXPERT_REVIEW = "expert_review", _("with experts")
    # zh: 实地核查中
    SITE_VISIT = "site_visit", _("being visited")
    # zh: 拟认定
    PROPOSED = "proposed", _("proposed")
    # zh: 公示中
    NOTICED = "noticed", _("in public notice")
    # zh: 异议核查中
    OBJECTED = "objected", _("objection under inquiry")
    # zh: 待部认定
    WITH_MINISTRY = "with_ministry", _("with the ministry")
    # zh: 已认定
    CERTIFIED = "certified", _("certified")
    # zh: 不予认定
    REFUSED = "refused", _("not certified")
    # zh: 不予推荐
    NOT_RECOMMENDED = "not_recommended", _("not recommended")
    # zh: 已撤回
    WITHDRAWN = "withdrawn", _("taken back")


CLOSED = (State.CERTIFIED, State.REFUSED, State.NOT_RECOMMENDED, State.WITHDRAWN)
OPEN = tuple(state for state in State if state not in CLOSED)
# Whose turn it is.
WITH_FIRM = (State.DRAFT, State.RETURNED)
WITH_DISTRICT = (State.SUBMITTED, State.DISTRICT_NOTICE, State.RETURNED_TO_DISTRICT)
WITH_BUREAU = (
    State.RECOMMENDED,
    State.EXPERT_REVIEW,
    State.SITE_VISIT,
    State.PROPOSED,
    State.NOTICED,
    State.OBJECTED,
    State.WITH_MINISTRY,
)


class Doing(TextChoices):
    """What is done with an application (办理)."""

    # zh: 登记申报
    OPEN = "open", _("open the application")
    # zh: 提交
    SUBMIT = "submit", _("submit")
    # zh: 重新提交
    RESUBMIT = "resubmit", _("submit again")
    # zh: 撤回申报
    WITHDRAW = "withdraw", _("take the application back")
    # zh: 容缺受理
    ACCEPT_INCOMPLETE = "accept_incomplete", _("accept with documents missing")
    # zh: 开始区公示
    START_DISTRICT_NOTICE = "start_district_notice", _("start the notice of the district")
    # zh: 推荐至市级
    RECOMMEND = "recommend", _("recommend to the bureau")
    # zh: 退回补正
    RETURN_TO_FIRM = "return_to_firm", _("return to the firm")
    # zh: 不予推荐
    DECLINE = "decline", _("do not recommend")
    # zh: 退回区级
    RETURN_TO_DISTRICT = "return_to_district", _("return to the district")
    # zh: 送专家评审
    SEND_TO_EXPERTS = "send_to_experts", _("send to experts")
    # zh: 安排实地核查
    ORDER_VISIT = "order_visit", _("order a site visit")
    # zh: 审核通过，拟认定
    PROPOSE = "propose", _("propose for certification")
    # zh: 退回审核
    REVIEW_AGAIN = "review_again", _("take back into review")
    # zh: 推荐至部
    RECOMMEND_ABOVE = "recommend_above", _("recommend to the ministry")
    # zh: 公示
    PUBLISH = "publish", _("put into public notice")
    # zh: 撤下公示
    UNPUBLISH = "unpublish", _("take out of public notice")
    # zh: 受理异议
    OBJECT = "object", _("take up an objection")
    # zh: 异议不成立
    DISMISS_OBJECTION = "dismiss_objection", _("reject the objection")
    # zh: 异议成立，不予认定
    UPHOLD_OBJECTION = "uphold_objection", _("uphold the objection")
    # zh: 会签
    SIGN = "sign", _("sign")
    # zh: 认定
    CERTIFY = "certify", _("certify")
    # zh: 不予认定
    REFUSE = "refuse", _("refuse")
    # zh: 录入部认定结果
    ENTER_RESULT = "enter_result", _("enter the ministry's certification")
    # zh: 录入部不予认定
    ENTER_REFUSAL = "enter_refusal", _("enter the ministry's refusal")
    # zh: 恢复办理
    REOPEN = "reopen", _("take up again")
    # zh: 因企业变更终止办理
    CLOSE = "close", _("close, the firm has changed")
