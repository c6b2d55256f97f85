"""Recording and correcting published figures."""

from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act
from cultivation.ladders.models import Tier
from cultivation.pages.forms import ActPage
from cultivation.places.models import District, Zone
from cultivation.portal import labels
from cultivation.portal.targets.forms import LARGEST, district_choices
from cultivation.rest.fields import NONE
from cultivation.targets import services
from cultivation.targets.models import Measure, PublishedFigure

OPS = (
    # zh: 等于
    ("=", _("exactly")),
    # zh: 超过
    (">", _("more than")),
    # zh: 约
    ("~", _("about")),
)


class FigureForm(forms.Form):
    """What a source says."""

    as_of = forms.CharField(
        # zh: 时点
        label=_("As of"),
        max_length=10,
        # zh: 按来源所述：2025-12-31、2025-12、2025-H1 或 2025。
        help_text=_("As the source says: 2025-12-31, 2025-12, 2025-H1 or 2025."),
    )
    # zh: 口径
    measure = forms.ChoiceField(label=_("Measure"), choices=Measure.choices)
    # zh: 比较
    op = forms.ChoiceField(label=_("Comparison"), choices=OPS)
    # zh: 公布数（家）
    value = forms.IntegerField(label=_("Published (firms)"), min_value=0, max_value=LARGEST)
    source = forms.CharField(
        # zh: 来源
        label=_("Source"),
        max_length=300,
        # zh: 文件、报道的名称、日期或网址。
        help_text=_("The document or report, with its day or address."),
    )
    # zh: 备注
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    # zh: 事由
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def clean_measure(self) -> Measure:
        return Measure(self.cleaned_data["measure"])


class RecordForm(FigureForm):
    """A figure that is not on file: what it is about, and what its source says."""

    # zh: 层级
    tiers = forms.MultipleChoiceField(label=_("Tier"), widget=forms.CheckboxSelectMultiple)
    # zh: 范围
    district = forms.ChoiceField(label=_("Place"), required=False)
    # zh: 功能区
    zone = forms.ChoiceField(label=_("Zone"), required=False)
    # zh: 中文名称
    name_zh = forms.CharField(
        label=_("Chinese name"),
        max_length=60,
        required=False,
        # zh: 来源所用名称；不填则用层级名称。
        help_text=_("As the source calls them; the name of the tier where it is empty."),
    )

    field_order = ("tiers", "name_zh", "district", "zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["tiers"], self.fields["district"], self.fields["zone"]
        tiers, district, zone = chosen
        tiers.choices = list(labels.tiers().items())
        district.choices = district_choices()
        zones = [(code, name) for code, name in labels.zones().items() if code != NONE]
        # zh: 不限功能区
        zone.choices = [("", _("no zone in particular")), *zones]

    def clean_tiers(self) -> list[Tier]:
        return list(Tier.objects.filter(pk__in=self.cleaned_data["tiers"]))

    def clean_district(self) -> District | None:
        code = self.cleaned_data["district"]
        return District.objects.get(pk=code) if code else None

    def clean_zone(self) -> Zone | None:
        code = self.cleaned_data["zone"]
        return Zone.objects.get(pk=code) if code else None


def follows(figure: PublishedFigure) -> list[str]:
    """What is on file then."""
    # zh: %(as_of)s，%(area)s%(name)s（%(measure)s）：%(value)s 家；来源：%(source)s
    told = gettext("%(as_of)s, %(area)s, %(name)s (%(measure)s): %(value)s; source: %(source)s")
    return [
        told
        % {
            "as_of": figure.as_of,
            "area": figure.area_zh,
            "name": figure.name_zh,
            "measure": figure.get_measure_display(),
            "value": figure.shown_value,
            "source": figure.source,
        }
    ]


class RecordFigure(ActPage):
    # zh: 登记公布数
    heading = _("Record a published figure")
    # zh: 登记公布数
    button = _("Record the figure")
    act = Act.SET_TARGETS
    form_class = RecordForm

    def done_address(self) -> str:
        return reverse("portal:published-figures")

    def perform(self, data: dict[str, Any]) -> list[str]:
        given = {name: value for name, value in data.items() if name != "reason"}
        return follows(services.record_figure(**given))


class CorrectFigure(ActPage):
    # zh: 更正公布数
    heading = _("Correct a published figure")
    # zh: 更正公布数
    button = _("Correct the figure")
    # zh: 只用于登记与来源不符的情况；来源另行公布的新数请另行登记。
    warning = _("Only where it is not what the source says; a newer figure is recorded by itself.")
    act = Act.SET_TARGETS
    form_class = FigureForm

    @cached_property
    def figure(self) -> PublishedFigure:
        """The figure. Raises Http404."""
        figure = PublishedFigure.objects.filter(pk=self.kwargs["pk"]).first()
        if figure is None:
            raise Http404
        return figure

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.figure.area_zh}　{self.figure.name_zh}"

    def form_arguments(self) -> dict[str, Any]:
        names = ("as_of", "measure", "op", "value", "source", "note")
        return {"initial": {name: getattr(self.figure, name) for name in names}}

    def done_address(self) -> str:
        return reverse("portal:published-figures")

    def perform(self, data: dict[str, Any]) -> list[str]:
        given = {name: value for name, value in data.items() if name != "reason"}
        return follows(services.correct_figure(figure=self.figure, **given))
