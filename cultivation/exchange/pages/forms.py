"""What is asked of a list that is handed in."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.clock import today
from cultivation.exchange.models import ImportKind
from cultivation.exchange.pages.words import tier_name
from cultivation.exchange.planning import ListOptions
from cultivation.exchange.reading import guard
from cultivation.ladders.models import Tier
from cultivation.pages.forms import DayField

OLDEST = 1990
MEGABYTE = 1024 * 1024


class FileInput(forms.FileInput):
    """A file, that may also be dropped; what can be read is offered first."""

    template_name = "exchange/file_input.html"

    def __init__(self) -> None:
        super().__init__({"accept": ".xlsx,.xls,.csv", "data-drop": ""})


class UploadForm(forms.Form):
    """The file, whatever list it is."""

    file = forms.FileField(
        # zh: 名单文件
        label=gettext_lazy("The file"),
        max_length=255,
        widget=FileInput,
        # zh: xlsx、xls 或 csv，最大 50 MB、20 万行；可拖放到此处。表格保持公布时的样子即可，标题、备注、合并单元格不必删除。
        help_text=gettext_lazy(
            "xlsx, xls or csv, up to 50 MB and 200,000 rows; may be dropped here. Leave it as it"
            " was published, with titles, notes and merged cells."
        ),
    )

    figures_year = forms.IntegerField(
        # zh: 数据年度
        label=gettext_lazy("Year of the figures"),
        required=False,
        min_value=OLDEST,
        # zh: 仅用于列名中没有注明年度的营业收入、从业人数等；不填则这些列不登记。
        help_text=gettext_lazy(
            "For revenue, staff and the like whose column names no year; without it those columns"
            " are not recorded."
        ),
    )

    def clean_file(self) -> UploadedFile:
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > guard.MAX_BYTES:
            # zh: 文件为 %(size)s MB，超过 %(limit)s MB 的上限。请拆分后再导入。
            message = _("The file has %(size)s MB, more than the limit of %(limit)s MB. Split it.")
            size = -(-(sent.size or 0) // MEGABYTE)
            raise forms.ValidationError(
                message % {"size": size, "limit": guard.MAX_BYTES // MEGABYTE}
            )
        return sent

    def clean_figures_year(self) -> int | None:
        year: int | None = self.cleaned_data["figures_year"]
        if year and year > today().year:
            # zh: 年度尚未到来。
            raise forms.ValidationError(_("That year is still to come."))
        return year

    def told(self) -> dict[str, Any]:
        """What ``staging.services.receive`` takes beside the file."""
        return {"figures_year": self.cleaned_data["figures_year"]}


class UpdatesForm(forms.Form):
    """Whether the figures of a list are the yearly updates of its firms: by the day, if any."""

    updated_on = DayField(
        # zh: 作为年度信息更新登记，完成日期
        label=gettext_lazy("The figures are the firms' yearly updates, done on"),
        required=False,
        # zh: 不填则只导入数据，不登记年度信息更新；填写后请先按此核对，再确认导入。
        help_text=gettext_lazy(
            "Left empty, the figures are recorded and no update is; once given, check with it"
            " before you confirm."
        ),
    )


class FactsForm(UploadForm):
    """A list of facts: what its rows say of days and sources stands in the list."""

    figures_year = None  # type: ignore[assignment]

    def told(self) -> dict[str, Any]:
        return {"kind": ImportKind.FACTS}


class ListForm(UploadForm):
    """A list of certifications: of which tier and batch, from when to when."""

    # zh: 层级（库）
    tier = forms.ChoiceField(label=gettext_lazy("Tier (library)"))
    batch = forms.CharField(
        # zh: 批次名称
        label=gettext_lazy("Name of the batch"),
        max_length=100,
        widget=forms.TextInput({"list": "batches", "autocomplete": "off"}),
        # zh: 与公布文件一致，例如“2022年第一批”；已有的批次可直接选取。
        help_text=gettext_lazy("As the notice has it; batches on file can be picked."),
    )
    valid_from = DayField(
        # zh: 有效期起
        label=gettext_lazy("Valid from"),
        # zh: 名单中没有逐行注明日期时，从这一天起计入在库。
        help_text=gettext_lazy(
            "The first day in the library, for rows without dates of their own."
        ),
    )
    last_day = DayField(
        # zh: 有效期至（最后有效日）
        label=gettext_lazy("Valid until (the last valid day)"),
        required=False,
        # zh: 填证书上的“有效期至”，这一天仍然有效，次日起不再计入。不填则按该层级规定的有效期计算，没有规定的长期有效。
        help_text=gettext_lazy(
            "As on the certificate: this day still counts, the next one no longer. Left empty, the"
            " validity of the tier applies; where there is none, it has no end."
        ),
    )
    field_order = ("tier", "batch", "valid_from", "last_day", "file", "figures_year")

    def __init__(self, *sent: Any, tiers: Sequence[Tier]) -> None:
        super().__init__(*sent)
        self.tiers = {tier.pk: tier for tier in tiers}
        field = self.fields["tier"]
        assert isinstance(field, forms.ChoiceField)
        # zh: 请选择
        blank = ("", _("choose"))
        field.choices = [blank, *((pk, _with_validity(tier)) for pk, tier in self.tiers.items())]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("last_day")
        if first and last and last < first:
            # zh: 最后有效日早于起始日。
            self.add_error("last_day", _("The last valid day is before the first."))
        return data

    def told(self) -> dict[str, Any]:
        data = self.cleaned_data
        last = data["last_day"]
        options = ListOptions(
            tier=self.tiers[data["tier"]],
            batch=data["batch"].strip(),
            valid_from=data["valid_from"],
            valid_to=last + dt.timedelta(days=1) if last else None,
        )
        return {"options": options, **super().told()}


def _with_validity(tier: Tier) -> str:
    if tier.validity_years:
        # zh: %(tier)s（有效期 %(years)d 年）
        text = _("%(tier)s (valid for %(years)d years)")
        return text % {"tier": tier_name(tier), "years": tier.validity_years}
    return tier_name(tier)
