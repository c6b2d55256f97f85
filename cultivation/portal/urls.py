from django.urls import path

from cultivation.portal import views
from cultivation.portal.firms.listing import FirmList
from cultivation.portal.people import urls as people

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("firms/", FirmList.as_view(), name="firms"),
    *people.urlpatterns,
]
