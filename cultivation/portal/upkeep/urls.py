from django.urls import path

from cultivation.portal.firms.acts import Split
from cultivation.portal.upkeep import appeals, bans, lapsed, opening, renewals, updates, updating
from cultivation.portal.upkeep.departed import DepartedList
from cultivation.portal.upkeep.late import LateReports

urlpatterns = [
    path("upkeep/", renewals.RenewalList.as_view(), name="upkeep"),
    path("upkeep/open/", opening.OpenRenewals.as_view(), name="upkeep-open"),
    path("upkeep/lapsed/", lapsed.LapsedList.as_view(), name="upkeep-lapsed"),
    path("upkeep/lapsed/<slug:tier>/", lapsed.TakeOver.as_view(), name="upkeep-take"),
    path("upkeep/updates/", updates.UpdateList.as_view(), name="upkeep-updates"),
    path(
        "upkeep/updates/<int:year>/record/",
        updating.RecordUpdates.as_view(),
        name="upkeep-update",
    ),
    path("upkeep/updates/<int:year>/accept/", updating.AcceptLate.as_view(), name="upkeep-accept"),
    path(
        "upkeep/updates/<int:year>/remind/",
        updating.RemindOfficers.as_view(),
        name="upkeep-remind",
    ),
    path("upkeep/reported-late/", LateReports.as_view(), name="upkeep-late"),
    path("upkeep/appeals/", appeals.AppealList.as_view(), name="upkeep-appeals"),
    path("upkeep/appeals/<int:pk>/", appeals.AppealPage.as_view(), name="appeal"),
    path("upkeep/appeals/<int:pk>/settle/", appeals.SettleAppeal.as_view(), name="appeal-settle"),
    path(
        "certifications/<int:pk>/appeal/",
        appeals.RecordAppeal.as_view(),
        name="certification-appeal",
    ),
    path("upkeep/bans/", bans.BanList.as_view(), name="upkeep-bans"),
    path("upkeep/bans/<int:pk>/lift/", bans.LiftBan.as_view(), name="ban-lift"),
    path("firms/<int:pk>/split/", Split.as_view(), name="firm-split"),
    path("upkeep/departed/", DepartedList.as_view(), name="upkeep-departed"),
]
