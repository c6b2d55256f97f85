from django.urls import path

from cultivation.portal.judging.facts import RecordFact
from cultivation.portal.judging.firm import FirmSheet
from cultivation.portal.judging.screening import ScreeningPage
from cultivation.portal.judging.standards import StandardList, StandardPage
from cultivation.portal.judging.testing import SelfTest
from cultivation.portal.judging.versions import EnterUnknown

urlpatterns = [
    path("firms/<int:pk>/assessment/", FirmSheet.as_view(), name="firm-assessment"),
    path("firms/<int:pk>/facts/", RecordFact.as_view(), name="firm-fact"),
    path("screening/", ScreeningPage.as_view(), name="screening"),
    path("self-test/", SelfTest.as_view(), name="self-test"),
    path("standards/", StandardList.as_view(), name="standards"),
    path("standards/<slug:code>/", StandardPage.as_view(), name="standard"),
    path("standards/<slug:code>/enter/", EnterUnknown.as_view(), name="standard-enter"),
]
