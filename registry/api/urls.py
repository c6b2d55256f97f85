"""Every address under /api/v1/, joined from the apps."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from cultivation.certification.api import CertificationViewSet, FirmViewSet
from cultivation.certification.api.acts import ActsView
from cultivation.certification.api.applications import ApplicationViewSet
from cultivation.certification.api.batches import BatchViewSet, CloseView, ReopenView
from cultivation.certification.api.bulk import BulkActsView
from cultivation.certification.api.certificates import CertificateView
from cultivation.certification.api.documents import (
    DocumentsView,
    DocumentView,
    WithdrawDocumentView,
)
from cultivation.certification.api.notices import NoticeViewSet, WithdrawView
from cultivation.certification.api.objections import EvidenceView, ObjectionViewSet, SettleView
from cultivation.certification.api.overrides import (
    OneOverrideView,
    OverridesView,
    RemoveOverrideView,
)
from cultivation.counts.api import CountsView, SeriesView
from cultivation.ladders.api import LadderViewSet, TierViewSet
from cultivation.places.api import DistrictViewSet, ZoneViewSet
from cultivation.portal.judging.api import ScreeningView
from cultivation.standards.api.assess import AssessView
from cultivation.standards.api.facts import FactsView, FactView
from cultivation.standards.api.firm import FirmAssessmentView
from cultivation.standards.api.standards import StandardViewSet
from cultivation.standards.api.years import YearsView, YearView
from cultivation.targets.api import ProgressView, PublishedFigureViewSet, TargetViewSet
from registry.api.root import DocsView, RootView, SchemaView, no_such_path

router = SimpleRouter()
router.register("ladders", LadderViewSet, "ladder")
router.register("tiers", TierViewSet, "tier")
router.register("districts", DistrictViewSet, "district")
router.register("zones", ZoneViewSet, "zone")
router.register("standards", StandardViewSet, "standard")
router.register("firms", FirmViewSet, "firm")
router.register("certifications", CertificationViewSet, "certification")
router.register("batches", BatchViewSet, "batch")
router.register("applications", ApplicationViewSet, "application")
router.register("notices", NoticeViewSet, "notice")
router.register("objections", ObjectionViewSet, "objection")
router.register("targets", TargetViewSet, "target")
router.register("published-figures", PublishedFigureViewSet, "published-figure")

v1 = [
    path("", RootView.as_view(), name="root"),
    path("counts/", CountsView.as_view(), name="counts"),
    path("counts/series/", SeriesView.as_view(), name="counts-series"),
    # Before the single targets: "progress" is no code of one.
    path("targets/progress/", ProgressView.as_view(), name="target-progress"),
    path("standards/<str:code>/assess/", AssessView.as_view(), name="standard-assess"),
    path("firms/<str:uscc>/assessment/", FirmAssessmentView.as_view(), name="firm-assessment"),
    path("certificates/<str:number>/", CertificateView.as_view(), name="certificate"),
    path("firms/<str:uscc>/years/", YearsView.as_view(), name="firm-years"),
    re_path(
        r"^firms/(?P<uscc>[^/]+)/years/(?P<year>[0-9]{4})/$", YearView.as_view(), name="firm-year"
    ),
    path("firms/<str:uscc>/facts/", FactsView.as_view(), name="firm-facts"),
    path(
        "firms/<str:uscc>/facts/<slug:name>/<str:holds_on>/", FactView.as_view(), name="firm-fact"
    ),
    path("applications/acts/", BulkActsView.as_view(), name="application-bulk"),
    re_path(
        r"^applications/(?P<pk>[0-9]{1,18})/acts/$", ActsView.as_view(), name="application-acts"
    ),
    re_path(
        r"^applications/(?P<pk>[0-9]{1,18})/documents/$",
        DocumentsView.as_view(),
        name="application-documents",
    ),
    re_path(
        r"^applications/(?P<pk>[0-9]{1,18})/documents/(?P<document>[0-9]{1,18})/$",
        DocumentView.as_view(),
        name="application-document",
    ),
    re_path(
        r"^applications/(?P<pk>[0-9]{1,18})/documents/(?P<document>[0-9]{1,18})/withdraw/$",
        WithdrawDocumentView.as_view(),
        name="application-document-withdraw",
    ),
    re_path(
        r"^notices/(?P<number>[0-9]{4}-[0-9]{3,9})/withdraw/$",
        WithdrawView.as_view(),
        name="notice-withdraw",
    ),
    re_path(
        r"^objections/(?P<pk>[0-9]{1,18})/evidence/$",
        EvidenceView.as_view(),
        name="objection-evidence",
    ),
    re_path(
        r"^objections/(?P<pk>[0-9]{1,18})/settle/$", SettleView.as_view(), name="objection-settle"
    ),
    re_path(
        r"^batches/(?P<pk>[0-9]{1,18})/overrides/$", OverridesView.as_view(), name="batch-overrides"
    ),
    re_path(
        r"^batches/(?P<pk>[0-9]{1,18})/overrides/(?P<code>[a-z0-9_-]{1,40})/$",
        OneOverrideView.as_view(),
        name="batch-override",
    ),
    re_path(
        r"^batches/(?P<pk>[0-9]{1,18})/overrides/(?P<code>[a-z0-9_-]{1,40})/remove/$",
        RemoveOverrideView.as_view(),
        name="batch-override-remove",
    ),
    re_path(r"^batches/(?P<pk>[0-9]{1,18})/close/$", CloseView.as_view(), name="batch-close"),
    re_path(r"^batches/(?P<pk>[0-9]{1,18})/reopen/$", ReopenView.as_view(), name="batch-reopen"),
    path("screening/", ScreeningView.as_view(), name="screening"),
    *router.urls,
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
]
urlpatterns = [
    path("v1/", include(v1)),
    # Last: whatever is not there is a problem document too.
    re_path(r"^(?P<path>.*)$", no_such_path, name="no-such-path"),
]
