from django.urls import path

from cultivation.portal.cases.acting import CaseAct
from cultivation.portal.cases.documents import Attach, Download, Withdraw
from cultivation.portal.cases.opening import OpenCase
from cultivation.portal.cases.page import CasePage
from cultivation.portal.cases.visits import RecordVisit

urlpatterns = [
    path("cases/open/", OpenCase.as_view(), name="case-open"),
    path("cases/<int:pk>/", CasePage.as_view(), name="case"),
    path("cases/<int:pk>/acts/<slug:doing>/", CaseAct.as_view(), name="case-act"),
    path("cases/<int:pk>/documents/attach/", Attach.as_view(), name="case-attach"),
    path("cases/<int:pk>/documents/<int:document>/", Download.as_view(), name="case-document"),
    path(
        "cases/<int:pk>/documents/<int:document>/withdraw/",
        Withdraw.as_view(),
        name="case-document-withdraw",
    ),
    path("cases/<int:pk>/visits/record/", RecordVisit.as_view(), name="case-visit"),
]
