"""An objection is recorded, inquired into, and settled: by the bureau of the ladder."""

from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.certification.flow.states import State
from cultivation.certification.models import Application, Notice, Objection
from cultivation.certification.services import notices as services
from cultivation.certification.services.evidence import MOST, attach_evidence, contents
from cultivation.certification.services.inquiring import refuse_settled
from cultivation.clock import today
from cultivation.pages.forms import DayField
from cultivation.portal.files import FilesField, taken
from cultivation.portal.notices.objections import SeenObjection
from cultivation.portal.notices.public import named
from cultivation.portal.notices.ticking import BureauPage
from cultivation.problems import Problem
from cultivation.rest.kinds import LONGEST_PROSE

# What the service says too: all three are asked for, and none may be blank.
NAMED = {
    # zh: 异议须实名，并附联系方式、异议内容与依据；匿名的不予受理。
    "required": _("An objection needs a real name, a contact and its evidence; anonymous: no.")
}


class RecordForm(forms.Form):
    application = forms.TypedChoiceField(
        # zh: 企业
        label=_("Firm"),
        coerce=int,
        # zh: 登记后该企业转入异议核查，处理完毕前不能认定；名单中其他企业不受影响。
        help_text=_(
            "It will be under inquiry and cannot be certified until that is settled; the others of"
            " the list are not affected."
        ),
    )
    raised_on = DayField(
        # zh: 提出日期
        label=_("Raised on"),
        # zh: 收到异议的日期；须在公示期内。
        help_text=_("The day on which it came in; within the window."),
    )
    # zh: 异议人
    objector = forms.CharField(
        label=_("Objector (real name)"), max_length=100, error_messages=NAMED
    )
    # zh: 联系方式
    contact = forms.CharField(
        label=_("How to reach the objector"), max_length=200, error_messages=NAMED
    )
    content = forms.CharField(
        # zh: 异议内容与依据
        label=_("What is objected, and on what evidence"),
        widget=forms.Textarea,
        max_length=LONGEST_PROSE,
        error_messages=NAMED,
    )
    # zh: 证据文件
    evidence = FilesField(label=_("Files of evidence"), most=MOST, required=False)

    def __init__(self, *args: Any, firms: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["application"]
        # zh: 请选择
        field.choices = [("", gettext("choose")), *firms]
        self.fields["raised_on"].initial = today()
        self.fields["evidence"].help_text = several()


def several() -> str:
    """Which files of evidence are taken, and who reads them."""
    # zh: 可一次选择多份，一件异议最多 %(most)s 份；与异议人姓名同等保密。
    told = gettext(
        "Several at once, up to %(most)s for an objection; kept as carefully as who objects."
    )
    return f"{taken()} {told % {'most': MOST}}"


class TakesEvidence(BureauPage):
    """What is done with files of evidence. They would have to be chosen again after a preview: what
    follows is said in the form."""

    previewed = False

    def status_of(self, problem: Problem, confirmed: bool) -> int:
        return 400 if problem.params.get("field") == "evidence" else 409


class RecordObjection(TakesEvidence):
    """Names of persons are written into the objection only, and into no reason of a revision."""

    # zh: 登记异议
    heading = _("Record an objection")
    # zh: 确认登记
    button = _("Record it")
    form_class = RecordForm
    further = ("application",)

    @cached_property
    def notice(self) -> Notice:
        """The notice. Raises Http404, or PermissionDenied for another bureau's."""
        found = named(self.kwargs["number"])
        self.own(found.tier)
        return found

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.notice.number}　{self.notice.title}"

    def form_arguments(self) -> dict[str, Any]:
        rows = self.notice.rows.order_by("position").values_list("application_id", "name")
        asked = self.request.GET.get("application", "")
        return {"firms": list(rows), "initial": {"application": asked}}

    def reason(self, data: dict[str, Any]) -> str:
        return f"{gettext('Record an objection')}：{self.notice.number}"

    def perform(self, data: dict[str, Any]) -> list[str]:
        application = Application.objects.select_related("firm").get(pk=data["application"])
        self.made = services.raise_objection(
            notice=self.notice,
            application=application,
            actor=self.user,
            objector=data["objector"],
            contact=data["contact"],
            content=data["content"],
            raised_on=data["raised_on"],
            evidence=contents(data["evidence"]),
        )
        return []

    def done_address(self) -> str:
        return reverse("portal:objection", args=[self.made.pk])

    def cancel_address(self) -> str:
        return reverse("portal:notice-staff", args=[self.notice.number])


class OnObjection(SeenObjection, BureauPage):
    """An act on an objection, which stands beside it with its evidence."""

    template_name = "portal/notices/objection_act.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refuse_settled(self.objection)  # before anybody fills in what comes to nothing
        return super().get(request, *args, **kwargs)

    @cached_property
    def objection(self) -> Objection:
        found = super().objection
        self.own(found.application.tier)
        return found

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.objection.firm.name}　{self.objection.notice.number}"

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"grounds": self.objection.grounds}}

    def context(self) -> dict[str, Any]:
        return self.told()

    def reason(self, data: dict[str, Any]) -> str:
        return f"{self.heading}：{self.objection.notice.number}"

    def done_address(self) -> str:
        return reverse("portal:objection", args=[self.objection.pk])


class EvidenceForm(forms.Form):
    # zh: 证据文件
    evidence = FilesField(label=_("Files of evidence"), most=MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].help_text = several()


class AttachEvidence(OnObjection, TakesEvidence):
    """What came in after the objection was recorded."""

    # zh: 补充证据
    heading = _("Attach evidence")
    # zh: 上传
    button = _("Attach")
    form_class = EvidenceForm

    def perform(self, data: dict[str, Any]) -> list[str]:
        files = contents(data["evidence"])
        attach_evidence(objection=self.objection, files=files, actor=self.user)
        return []


class InquiryForm(forms.Form):
    grounds = forms.CharField(
        # zh: 核查情况
        label=_("What was found so far"),
        widget=forms.Textarea,
        max_length=LONGEST_PROSE,
    )


class NoteInquiry(OnObjection):
    # zh: 登记核查情况
    heading = _("Note the inquiry")
    # zh: 保存
    button = _("Save")
    form_class = InquiryForm
    previewed = False

    def perform(self, data: dict[str, Any]) -> list[str]:
        services.note_inquiry(objection=self.objection, grounds=data["grounds"])
        return []


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(
        # zh: 处理结果
        label=_("Outcome"),
        choices=[
            ("", "—"),
            # zh: 异议成立，不予认定
            ("upheld", _("upheld: the firm is refused")),
            # zh: 异议不成立，维持公示
            ("rejected", _("rejected: the firm stands again")),
        ],
    )
    grounds = forms.CharField(
        # zh: 核查情况与处理依据
        label=_("What was found, and the grounds"),
        widget=forms.Textarea,
        max_length=LONGEST_PROSE,
    )


class SettleObjection(OnObjection):
    # zh: 处理异议
    heading = _("Settle an objection")
    # zh: 确认处理
    button = _("Settle it")
    # zh: 处理结果不能更改。
    warning = _("The outcome does not change.")
    form_class = SettleForm

    def perform(self, data: dict[str, Any]) -> list[str]:
        upheld = data["outcome"] == "upheld"
        done = services.settle_objection(
            objection=self.objection, upheld=upheld, grounds=data["grounds"], actor=self.user
        )
        state = Application.objects.get(pk=done.application_id).state
        name = {"firm": self.objection.firm.name}
        if state not in (State.REFUSED, State.NOTICED, State.OBJECTED):
            # zh: 异议已处理；“%(firm)s”现不在公示中，其办理状态不变。
            return [
                gettext("It is settled; “%(firm)s” is in no notice now and stays as it is.") % name
            ]
        if upheld:
            # zh: 异议成立：“%(firm)s”不予认定。
            return [gettext("Upheld: “%(firm)s” is refused.") % name]
        if state == State.OBJECTED:
            # zh: 异议不成立；“%(firm)s”尚有其他异议未处理，仍不能认定。
            return [gettext("Rejected; other objections to “%(firm)s” are still open.") % name]
        # zh: 异议不成立：“%(firm)s”恢复公示状态，公示期满后可以认定。
        return [gettext("Rejected: “%(firm)s” stands again and can be certified in time.") % name]
