from django.urls import path

from cultivation.exchange.pages import acts, files, progress, uploading
from cultivation.exchange.pages.history import ImportList
from cultivation.exchange.pages.mapping import Columns
from cultivation.exchange.pages.one import ImportPage
from cultivation.exchange.pages.undoing import Undo

app_name = "exchange"
urlpatterns = [
    path("", ImportList.as_view(), name="imports"),
    path("new/", uploading.Upload.as_view(), name="new"),
    path("templates/<slug:name>.xlsx", files.Blank.as_view(), name="template"),
    path("<int:pk>/", ImportPage.as_view(), name="import"),
    path("<int:pk>/progress/", progress.ProgressOf.as_view(), name="progress"),
    path("<int:pk>/mapping/", Columns.as_view(), name="mapping"),
    path("<int:pk>/choose/", acts.Choose.as_view(), name="choose"),
    path("<int:pk>/confirm/", acts.Confirm.as_view(), name="confirm"),
    path("<int:pk>/cancel/", acts.Cancel.as_view(), name="cancel"),
    path("<int:pk>/again/", acts.Again.as_view(), name="again"),
    path("<int:pk>/errors.xlsx", files.BadRows.as_view(), name="errors"),
    path("<int:pk>/undo/", Undo.as_view(), name="undo"),
]
