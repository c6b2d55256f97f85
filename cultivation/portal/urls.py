from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from cultivation.portal import views
from cultivation.portal.firms.listing import FirmList

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("firms/", FirmList.as_view(), name="firms"),
    path("login/", LoginView.as_view(template_name="portal/login.html"), name="login"),
    path("logout/", LogoutView.as_view(next_page="portal:home"), name="logout"),
]
