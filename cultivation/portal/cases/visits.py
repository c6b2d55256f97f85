"""A site visit is recorded, with its photos."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models import SiteVisit
from cultivation.certification.services.documents import content_of
from cultivation.certification.services.visits import record_visit
from cultivation.pages.forms import DayField
from cultivation.portal.cases.documents import CaseActs
from cultivation.portal.files import FilesField
from cultivation.problems import Problem

# So many photos in one go.
MOST_PHOTOS = 12


class VisitForm(forms.Form):
    # zh: 核查日期
    visited_on = DayField(label=_("Visited on"))
    conclusion = forms.ChoiceField(
        # zh: 核查结论
        label=_("Conclusion"),
        # zh: 请选择
        choices=[("", _("choose")), *SiteVisit.Conclusion.choices],
    )
    # zh: 核查人员
    visitors = forms.CharField(label=_("Visitors"), max_length=200)
    photos = FilesField(
        most=MOST_PHOTOS,
        accept=".jpg,.jpeg,.png",
        required=False,
        # zh: 现场照片
        label=_("Photos"),
        # zh: PNG 或 JPEG，一次最多 12 张，每张不超过材料的大小上限。
        help_text=_("PNG or JPEG, at most 12 at a time, each as large as a document may be."),
    )
    findings = forms.CharField(
        # zh: 核查情况
        label=_("What was found on site"),
        max_length=4000,
        widget=forms.Textarea,
    )


class RecordVisit(CaseActs):
    # zh: 登记实地核查
    heading = _("Record a site visit")
    button = _("Record a site visit")
    form_class = VisitForm

    def perform(self, data: dict[str, Any]) -> list[str]:
        try:
            record_visit(
                application=self.application,
                actor=self.user,
                visited_on=data["visited_on"],
                visitors=data["visitors"],
                findings=data["findings"],
                conclusion=SiteVisit.Conclusion(data["conclusion"]),
                photos=[(str(one.name), content_of(one)) for one in data["photos"]],
            )
        except Problem as problem:
            if problem.code.startswith(("document_", "not_a_", "zip_")):
                problem.params.setdefault("field", "photos")
            raise
        return []
