"""Notices for everybody: which run, which were, each with its list; nothing else is told."""

from collections import Counter
from itertools import groupby
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models import Notice
from cultivation.clock import today
from cultivation.ladders.api import tier_codes
from cultivation.pages.exports import disposition
from cultivation.pages.facets import address
from cultivation.pages.views import StrictPage
from cultivation.portal import labels
from cultivation.portal.notices import words
from cultivation.portal.notices.files import KINDS, sheet_of
from cultivation.problems import Problem
from cultivation.rest import filters


def named(number: str) -> Notice:
    """The notice of that number, the withdrawn ones too. Raises Http404."""
    rows = Notice.objects.select_related("batch", "tier__ladder__authority")
    found = rows.filter(number=number, published_on__lte=today()).first()
    if found is None:
        raise Http404
    return found


class NoticeFilter(filters.StrictFilterSet):
    # zh: 公示年份
    year = filters.Year(label=_("The year of publication."))
    # zh: 层级代码
    tier = filters.Codes(label=_("Codes of tiers."), allowed=tier_codes)

    class Meta:
        model = Notice
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        asked = self.asked
        if asked["year"]:
            rows = rows.filter(published_on__year=asked["year"])
        if asked["tier"]:
            rows = rows.filter(tier__in=asked["tier"])
        return rows


class NoticeList(StrictPage):
    """The notices that run, with what is left of them; below those that are over, by year."""

    template_name = "portal/notices/list.html"
    parameter_set = NoticeFilter

    def context(self) -> dict[str, Any]:
        assert self.parameters is not None
        day = today()
        all_of_them = Notice.objects.published(day).select_related("tier")
        rows = self.parameters.narrow(all_of_them).annotate(n=Count("rows"))
        found = list(rows.order_by("-published_on", "-number"))
        running = [one for one in found if one.last_day >= day]
        calendar = words.calendar_of(running)
        over = [one for one in found if one.last_day < day]
        return {
            "running": [
                (one, words.standing(one, day, calendar))
                for one in sorted(running, key=lambda one: (one.last_day, one.number))
            ],
            "over": [
                (year, list(of_year))
                for year, of_year in groupby(over, lambda one: one.published_on.year)
            ],
            "chips": self._chips(all_of_them),
            "narrowed": bool(self.given),
        }

    def _chips(self, rows: Any) -> list[tuple[str, list[tuple[str, int, str, bool]]]]:
        """Years and tiers with how many notices each has: label, n, address, chosen."""
        there = list(rows.order_by().values_list("published_on__year", "tier"))
        names = labels.tiers()
        years = Counter(str(year) for year, _tier in there)
        tiers = Counter(tier for _year, tier in there)
        found = []
        for key, label, counted, named_as in (
            # zh: 年份
            ("year", gettext("Year"), sorted(years.items(), reverse=True), {}),
            # zh: 层级
            ("tier", gettext("Tier"), [(t, tiers[t]) for t in names if t in tiers], names),
        ):
            if len(counted) > 1:
                asked = self.given.get(key)
                found.append(
                    (
                        label,
                        [
                            (
                                named_as.get(code, code),
                                n,
                                address(self.request.GET, **{key: None if asked == code else code}),
                                asked == code,
                            )
                            for code, n in counted
                        ],
                    )
                )
        return found


class NoticePage(StrictPage):
    """One notice with its frozen list: number, name and district, and nothing more."""

    template_name = "portal/notices/notice.html"

    def context(self) -> dict[str, Any]:
        notice, day = named(self.kwargs["number"]), today()
        if notice.withdrawn_on:
            return {"notice": notice, "standing": words.standing(notice, day)}
        rows = list(notice.rows.order_by("position").values_list("position", "name", "district_id"))
        places = labels.districts()
        calendar = words.calendar_of([notice])
        assert calendar is not None
        per_place = Counter(place for _n, _name, place in rows)
        return {
            "notice": notice,
            "standing": words.standing(notice, day, calendar),
            "window": words.window(notice.published_on, notice.days, notice.last_day, calendar),
            "rows": [(n, name, places.get(place or "", "")) for n, name, place in rows],
            "places": [
                (places.get(code or "") or labels.unknown()["none"], n)
                for code, n in sorted(per_place.items(), key=lambda pair: pair[0] or "~")
            ],
            "tier": labels.name(notice.tier),
            "authority": labels.name(notice.tier.ladder.authority),
            "kinds": list(KINDS),
        }


class NoticeFile(StrictPage):
    """The list of a notice as a file. It is frozen: who has it already is told so."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = KINDS.get(self.kwargs["kind"])
        if kind is None:
            raise Http404
        notice = named(self.kwargs["number"])
        if notice.withdrawn_on:
            # zh: 该公示已于 %(day)s 撤回，名单不再提供。
            message = gettext("The notice was withdrawn on %(day)s; its list is not given out.")
            raise Problem("withdrawn", message % {"day": notice.withdrawn_on}, status=410)
        sheet = sheet_of(notice)
        mark = quote_etag(f"{sheet.mark}-{self.kwargs['kind']}")
        if mark in parse_etags(request.headers.get("If-None-Match", "")):
            return HttpResponse(status=304, headers={"ETag": mark})
        name = f"{notice.title}-{notice.number}.{self.kwargs['kind']}"
        return HttpResponse(
            kind.write(sheet),
            content_type=kind.content_type,
            headers={"ETag": mark, "Content-Disposition": disposition(name)},
        )
