from typing import Any

from django.urls import path

from cultivation.pages import saving
from cultivation.portal.desk import taking
from cultivation.portal.desk.acting import CasesAct
from cultivation.portal.desk.queue import Queue

urlpatterns: list[Any] = [
    path("cases/", Queue.as_view(), name="cases"),
    path("cases/take/", taking.Take.as_view(), name="cases-take"),
    path("cases/hand-back/", taking.HandBack.as_view(), name="cases-hand-back"),
    path("cases/act/<slug:doing>/", CasesAct.as_view(), name="cases-act"),
    path("lists/save/", saving.SaveList.as_view(), name="list-save"),
    path("lists/<int:pk>/", saving.ChangeList.as_view(), name="list-change"),
    path("lists/<int:pk>/delete/", saving.DeleteList.as_view(), name="list-delete"),
]
