"""What a call changes in the standard for one batch: added, edited, taken back."""

from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models import Batch
from cultivation.certification.selectors.judging import outcomes
from cultivation.certification.selectors.overriding import Filed, filed_in
from cultivation.certification.services.overriding import remove_override, set_override
from cultivation.portal import labels
from cultivation.portal.desk.batches import words
from cultivation.portal.desk.batches.acts import OwnBatch
from cultivation.portal.desk.batches.override_form import OverrideForm
from cultivation.problems import Problem
from cultivation.standards.engine.content import Override, read_override


class OverridePage(OwnBatch):
    """An act on an override of a batch; the preview says what it does to open cases."""

    @cached_property
    def overrides(self) -> list[Override]:
        """Those that the batch has."""
        return [read_override(one) for one in self.batch.overrides]

    @property
    def override(self) -> Override | None:
        """The one of the address. Raises Http404 where it is not there, or no more."""
        code = self.kwargs.get("code")
        if code is None:
            return None
        found = next((one for one in self.overrides if one.code == code), None)
        if found is None:
            raise Http404
        return found

    def told(self, after: Batch) -> list[str]:
        """What follows from the overrides that the batch has now."""
        found = outcomes(after, self.batch.overrides, after.overrides)
        return [*words.outcomes(found), words.judged_later()]


class AddOverride(OverridePage):
    """``?standard=`` (its key) says which, where the acts of the batch are judged by several."""

    # zh: 调整标准
    heading = _("Change the standard for this batch")
    # zh: 保存调整
    button = _("Save the change")
    template_name = "portal/desk/override.html"
    form_class = OverrideForm
    further = ("standard",)

    @cached_property
    def all_filed(self) -> list[Filed]:
        """The standards of the batch. Raises Problem where none can be told."""
        return filed_in(self.batch)

    @cached_property
    def filed(self) -> Filed:
        """The one whose criteria are shown. Raises Http404 for one that is not of the batch."""
        asked, edited = self.request.GET.get("standard"), self.override
        for one in self.all_filed:
            if edited and {*edited.acts} <= {*one.acts}:
                return one
            if not edited and asked in (None, one.content.key):
                return one
        raise Http404

    def form_arguments(self) -> dict[str, Any]:
        edited = self.override
        others = [one for one in self.overrides if edited is None or one.code != edited.code]
        return {"filed": self.filed, "others": others, "edited": edited}

    def context(self) -> dict[str, Any]:
        filed, content = self.filed, self.filed.content
        return {
            **super().context(),
            "content": content,
            "tabs": [
                (
                    str(one.content.title),
                    f"?{urlencode({'standard': one.content.key})}",
                    one is filed,
                )
                for one in self.all_filed
                if self.override is None and len(self.all_filed) > 1
            ],
        }

    def perform(self, data: dict[str, Any]) -> list[str]:
        form, edited = self.sent, self.override
        assert isinstance(form, OverrideForm)
        try:
            after = set_override(
                batch=self.batch,
                adjustment=form.adjustment,
                actor=self.user,
                code=edited.code if edited else None,
            )
        except Problem as problem:
            if problem.params.get("field") == "changes":
                problem.params["field"] = form.place_of(problem.params.get("criterion", ""))
            raise
        made = read_override(after.overrides[-1])
        if edited:
            made = next(
                one for one in map(read_override, after.overrides) if one.code == edited.code
            )
        changed = words.changes(made, after)
        return [f"{one}（{words.acts(made)}）" for one in changed] + self.told(after)

    def reason(self, data: dict[str, Any]) -> str:
        return f"{self.heading}：{data['document']}，{data['reason']}"


class EditOverride(AddOverride):
    # zh: 修改调整
    heading = _("Edit the change of the standard")


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        # zh: 理由
        label=_("Reason"),
        max_length=300,
        # zh: 记入修订记录。
        help_text=_("Kept in the journal."),
    )


class RemoveOverride(OverridePage):
    # zh: 取消对标准的调整
    heading = _("Take the change of the standard back")
    # zh: 取消此项调整
    button = _("Take the change back")
    form_class = TakeBackForm

    @property
    def lead(self) -> str:  # type: ignore[override]
        assert self.override
        return f"{labels.name(self.batch.tier)}　{self.batch.name}　{self.override.title}"

    def perform(self, data: dict[str, Any]) -> list[str]:
        override = self.override
        assert override
        after = remove_override(batch=self.batch, code=override.code, actor=self.user)
        # zh: 不再执行：%(what)s
        said = gettext("Holds no longer: %(what)s")
        back = [said % {"what": one} for one in words.changes(override, self.batch)]
        return [*back, *self.told(after)]
