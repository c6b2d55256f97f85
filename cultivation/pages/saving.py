"""The forms in which filters of lists are saved, renamed, shared and deleted."""

from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.pages import saved
from cultivation.pages.forms import ActPage
from cultivation.pages.models import SavedList
from cultivation.pages.views import StaffPage
from cultivation.problems import Problem


class NameForm(forms.Form):
    """What a saved filter is called, and whom it is for."""

    # zh: 名称
    name = forms.CharField(label=_("Name"), max_length=60)
    shared = forms.BooleanField(
        # zh: 与本单位同角色人员共享
        label=_("Share with colleagues of the same office"),
        required=False,
    )


class SaveForm(NameForm):
    page = forms.CharField(max_length=60, widget=forms.HiddenInput)
    query = forms.CharField(required=False, widget=forms.HiddenInput)


class Unjournalled(ActPage):
    """What an account keeps for itself is no matter of the journal."""

    previewed = False

    def revision(self, data: dict[str, Any]) -> AbstractContextManager[Any]:
        return nullcontext()


class SaveList(Unjournalled):
    """Saves the filter of the list that the form was sent from; only its errors are a page."""

    # zh: 保存当前筛选
    heading = _("Save this filter")
    # zh: 保存
    button = _("Save")
    form_class = SaveForm

    def done_address(self) -> str:
        data = self.sent.cleaned_data
        return f"{reverse(data['page'])}?{data['query']}"

    def cancel_address(self) -> str:
        return reverse("portal:workbench")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # zh: 请在列表上保存筛选。
        raise Problem("no_list", gettext("Save a filter on its list."))

    def perform(self, data: dict[str, Any]) -> list[str]:
        saved.save(account=self.user, **data)
        return []

    def done_message(self, data: dict[str, Any]) -> str:
        # zh: 已保存常用筛选“%(name)s”。
        return gettext("The filter “%(name)s” is saved.") % {"name": data["name"]}


class OwnList(StaffPage):
    """A saved filter of the account itself."""

    @cached_property
    def row(self) -> SavedList:
        """Raises Http404 for those of others, too."""
        found = saved.of_account(self.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def list_address(self) -> str:
        return f"{reverse(self.row.page)}?{self.row.query}"


class ChangeList(OwnList, Unjournalled):
    # zh: 修改常用筛选
    heading = _("Change a saved filter")
    # zh: 保存
    button = _("Save")
    form_class = NameForm
    template_name = "pages/saved_change.html"

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"name": self.row.name, "shared": self.row.shared}}

    def done_address(self) -> str:
        return self.list_address()

    def perform(self, data: dict[str, Any]) -> list[str]:
        saved.change(row=self.row, **data)
        return []


class DeleteList(OwnList):
    """Deletes it (POST); its own page asks for that."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponseRedirect(reverse("portal:list-change", args=[self.row.pk]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        address, name = reverse(self.row.page), self.row.name
        self.row.delete()
        # zh: 已删除常用筛选“%(name)s”。
        messages.success(request, gettext("The filter “%(name)s” is deleted.") % {"name": name})
        return HttpResponseRedirect(address)
