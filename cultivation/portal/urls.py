from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from cultivation.portal import views
from cultivation.portal.certifications.ending import EndCertification
from cultivation.portal.certifications.listing import BatchList, CertificationList
from cultivation.portal.firms import acts, records
from cultivation.portal.firms.events import EventList
from cultivation.portal.firms.figures import FigureList
from cultivation.portal.firms.listing import FirmList
from cultivation.portal.firms.page import FirmPage

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("firms/", FirmList.as_view(), name="firms"),
    path("figures/", FigureList.as_view(), name="figures"),
    path("events/", EventList.as_view(), name="events"),
    path("firms/register/", records.Register.as_view(), name="firm-register"),
    path("firms/<int:pk>/", FirmPage.as_view(), name="firm"),
    path("firms/<int:pk>/correct/", records.Correct.as_view(), name="firm-correct"),
    path("firms/<int:pk>/figures/", records.Figures.as_view(), name="firm-figures"),
    path("firms/<int:pk>/rename/", acts.Rename.as_view(), name="firm-rename"),
    path("firms/<int:pk>/move/", acts.Move.as_view(), name="firm-move"),
    path("firms/<int:pk>/industry/", acts.ChangeIndustry.as_view(), name="firm-industry"),
    path("firms/<int:pk>/merge/", acts.Merge.as_view(), name="firm-merge"),
    path("firms/<int:pk>/deregister/", acts.Deregister.as_view(), name="firm-deregister"),
    path("certifications/", CertificationList.as_view(), name="certifications"),
    path("batches/", BatchList.as_view(), name="batches"),
    path("certifications/<int:pk>/end/", EndCertification.as_view(), name="certification-end"),
    path("login/", LoginView.as_view(template_name="portal/login.html"), name="login"),
    path("logout/", LogoutView.as_view(next_page="portal:home"), name="logout"),
]
