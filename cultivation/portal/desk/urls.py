from typing import Any

from django.urls import path

from cultivation.pages import saving
from cultivation.portal.desk import taking
from cultivation.portal.desk.acting import CasesAct
from cultivation.portal.desk.batches import acts as batches
from cultivation.portal.desk.batches.overriding import (
    AddOverride,
    EditOverride,
    RemoveOverride,
)
from cultivation.portal.desk.batches.page import BatchPage
from cultivation.portal.desk.calendar import CalendarPage, EnterCalendar
from cultivation.portal.desk.queue import Queue

urlpatterns: list[Any] = [
    path("cases/", Queue.as_view(), name="cases"),
    path("cases/take/", taking.Take.as_view(), name="cases-take"),
    path("cases/hand-back/", taking.HandBack.as_view(), name="cases-hand-back"),
    path("cases/act/<slug:doing>/", CasesAct.as_view(), name="cases-act"),
    path("batches/open/", batches.OpenBatch.as_view(), name="batch-open"),
    path("batches/<int:pk>/", BatchPage.as_view(), name="batch"),
    path("batches/<int:pk>/edit/", batches.EditBatch.as_view(), name="batch-edit"),
    path("batches/<int:pk>/close/", batches.CloseBatch.as_view(), name="batch-close"),
    path("batches/<int:pk>/reopen/", batches.ReopenBatch.as_view(), name="batch-reopen"),
    path("batches/<int:pk>/overrides/add/", AddOverride.as_view(), name="override-add"),
    path("batches/<int:pk>/overrides/<slug:code>/", EditOverride.as_view(), name="override"),
    path(
        "batches/<int:pk>/overrides/<slug:code>/remove/",
        RemoveOverride.as_view(),
        name="override-remove",
    ),
    path("calendar/", CalendarPage.as_view(), name="calendar"),
    path("calendar/enter/", EnterCalendar.as_view(), name="calendar-enter"),
    path("lists/save/", saving.SaveList.as_view(), name="list-save"),
    path("lists/<int:pk>/", saving.ChangeList.as_view(), name="list-change"),
    path("lists/<int:pk>/delete/", saving.DeleteList.as_view(), name="list-delete"),
]
