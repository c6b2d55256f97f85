"""Reference data that may be edited: always with a reason, in one revision, refused in words."""

import re
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError
from django.db.models import DateField, ManyToManyField, Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.problems import Problem
from cultivation.records.base import RecordForm, ScopedAdmin, refused

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")
REFUSALS = (Problem, IntegrityError, DataError)


def reason_field() -> forms.CharField:
    """Why something is changed: asked for everywhere, kept in the journal."""
    return forms.CharField(
        # zh: 修改理由
        label=gettext_lazy("Reason of the change"),
        # zh: 记入修订记录，例如文件名称和文号。
        help_text=gettext_lazy("Kept in the journal: the document and its number, for example."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReferenceForm(RecordForm):
    """The form of a reference row. ``refused`` is what the database said to the first try."""

    refused: ClassVar[str] = ""
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.refused:
            raise ValidationError(self.refused)
        for first, last in (("valid_from", "valid_to"), ("first_day", "last_day")):
            begins, ends = data.get(first), data.get(last)
            # The end of a life is the first day no longer; a last day still belongs to it.
            if begins and ends and (ends < begins or (ends == begins and last == "valid_to")):
                self.add_error(last, _("The last day must be after the first day."))
        if not self.instance._state.adding and set(self.changed_data) <= {"reason"}:
            # zh: 没有修改任何内容。
            raise ValidationError(_("Nothing was changed."))
        return data

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not CODE.fullmatch(code):
            # zh: 代码只能用字母、数字、下划线、点和连字符。
            message = _("A code is made of letters, digits, underscores, dots and hyphens.")
            raise ValidationError(message)
        return code


class RemovalForm(forms.Form):
    """Why a row is deleted."""

    reason = reason_field()


class ReferenceAdmin(ScopedAdmin):
    """A table that accounts who may edit reference data change here, everybody else reads.

    Codes are fixed once given. A row is deleted only if people added it and nothing refers to it;
    every other one is retired by date. ``fixed`` names further fields that do not change after
    they were given; ``never_deleted`` keeps even what people added; ``retired_by`` is the field
    that retires a row.
    """

    public = True
    fixed: ClassVar[tuple[str, ...]] = ()
    never_deleted: ClassVar[bool] = False
    retired_by: ClassVar[str] = ""
    form = ReferenceForm
    change_form_template = "admin/reference_form.html"
    delete_confirmation_template = "admin/delete_confirmation.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.site.edits(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.site.edits(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and self.site.edits(request) and not self.why_not_deleted(obj)

    def why_not_deleted(self, row: Model) -> str:
        """Why ``row`` cannot be deleted, and what to do instead; empty if it can be."""
        if not self.never_deleted:
            used = any(_used(row, relation) for relation in self.opts.related_objects)
            if not used and self.site.added_by_people(row):
                return ""
        if self.retired_by:
            # zh: 此记录不能删除：它来自参考数据文件，或有其他记录引用。停用请填写“%(field)s”。
            return _(
                "It cannot be deleted: it came with the reference data, or other records refer to"
                " it. To retire it, fill in “%(field)s”."
            ) % {"field": self.opts.get_field(self.retired_by).verbose_name}  # type: ignore[union-attr]
        # zh: 此记录不能删除：它来自参考数据文件，或有其他记录引用。
        return _(
            "It cannot be deleted: it came with the reference data, or other records refer to it."
        )

    # --- the form ---

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        given = (self.opts.pk.name, *self.fixed) if obj is not None else ()
        return [*dict.fromkeys([*given, *super().get_readonly_fields(request, obj)])]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = [name for name in self.get_fields(request, obj) if name != "reason"]
        if not self.fields:
            every = [*self.opts.concrete_fields, *self.opts.many_to_many]
            places = {field.name: place for place, field in enumerate(every)}
            fields.sort(key=lambda name: places.get(str(name), 0))
        sets: list[Any] = [(None, {"fields": fields})]
        if self.has_change_permission(request, obj):
            sets.append((None, {"fields": ["reason"]}))
        return sets

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refused = getattr(request, "refusal", "")
        return form

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, DateField):
            kwargs["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        if isinstance(db_field, ManyToManyField):
            kwargs["widget"] = forms.CheckboxSelectMultiple()
        found: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if found is not None and isinstance(found.widget, RelatedFieldWidgetWrapper):
            # Without windows to add and change other rows from within this form.
            found.widget = found.widget.widget
        return found

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        row = kwargs.get("obj")
        if row is not None and self.site.edits(request):
            context["why_not_deleted"] = self.why_not_deleted(row)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- writing ---

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as refusal:
            # All was taken back: the same form again, which now says why.
            request.refusal = said(refusal, self.model)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Left to ``save_related``: the row and its links are one revision."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        row = form.instance
        with self.site.acting(request, form.cleaned_data["reason"]):
            if change:
                # Columns that did not change are not named: some make the database count anew.
                columns = {field.name for field in self.opts.concrete_fields}
                row.save(update_fields=columns & set(form.changed_data))
            else:
                row.save(force_insert=True)
            super().save_related(request, form, formsets, change)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Asks why, and deletes; refuses in words where a row has to stay."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.site.edits(request):
            raise PermissionDenied
        why_not = self.why_not_deleted(row)
        if why_not:
            return refused(request, Problem("not_deleted", why_not, status=409))
        form = RemovalForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                with self.site.acting(request, form.cleaned_data["reason"]):
                    row.delete()
            except REFUSALS as refusal:
                form.add_error(None, said(refusal, self.model))
            else:
                return self._deleted(request, row)
        context = {
            **self.admin_site.each_context(request),
            # zh: 删除%(name)s
            "title": _("Delete the %(name)s") % {"name": self.opts.verbose_name},
            "opts": self.opts,
            "object": row,
            "object_id": object_id,
            "form": form,
        }
        return TemplateResponse(request, self.delete_confirmation_template, context)

    def _deleted(self, request: HttpRequest, row: Model) -> HttpResponseRedirect:
        # zh: 已删除“%(row)s”。
        self.message_user(request, _("“%(row)s” was deleted.") % {"row": row})
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        )


def said(refusal: Exception, model: type[Model]) -> str:
    """What a refusal says to people: the constraint's own sentence, where it has one."""
    if isinstance(refusal, Problem):
        return str(refusal)
    diagnosis = getattr(refusal.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return str(constraint.get_violation_error_message())
    # zh: 数据库拒绝了此次修改：它与其他记录冲突，可能刚刚有人改过；请刷新后重试。
    return _(
        "The database refused this: it conflicts with other records, which somebody may just have"
        " changed. Load the page anew and try again."
    )


def _used(row: Model, relation: Any) -> bool:
    if relation.many_to_many:
        rows = relation.related_model._default_manager.filter(**{relation.field.name: row})
    else:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: row})
    return bool(rows.exists())
