from django.urls import path

from cultivation.portal.cases import urls as cases
from cultivation.portal.certificates import urls as certificates
from cultivation.portal.certifications.ending import EndCertification
from cultivation.portal.certifications.listing import CertificationList
from cultivation.portal.desk import urls as desk
from cultivation.portal.desk.batches.listing import BatchList
from cultivation.portal.experts import urls as experts
from cultivation.portal.firms import acts, records
from cultivation.portal.firms.events import EventList
from cultivation.portal.firms.figures import FigureList
from cultivation.portal.firms.listing import FirmList
from cultivation.portal.firms.page import FirmPage
from cultivation.portal.firms.suggesting import Suggestions
from cultivation.portal.front import FrontPage
from cultivation.portal.journal.listing import RevisionList
from cultivation.portal.journal.record import FirmJournal, RecordJournal
from cultivation.portal.journal.revision import RevisionPage
from cultivation.portal.judging import urls as judging
from cultivation.portal.messages import urls as messages
from cultivation.portal.notices import urls as notices
from cultivation.portal.people import urls as people
from cultivation.portal.published import acts as published
from cultivation.portal.published.listing import PublishedList
from cultivation.portal.targets import acts as targets
from cultivation.portal.targets.listing import TargetList
from cultivation.portal.upkeep import urls as upkeep
from cultivation.portal.workbench.page import Workbench

app_name = "portal"
urlpatterns = [
    path("", FrontPage.as_view(), name="home"),
    path("workbench/", Workbench.as_view(), name="workbench"),
    path("firms/", FirmList.as_view(), name="firms"),
    path("figures/", FigureList.as_view(), name="figures"),
    path("events/", EventList.as_view(), name="events"),
    path("firms/suggestions/", Suggestions.as_view(), name="firm-suggestions"),
    path("firms/register/", records.Register.as_view(), name="firm-register"),
    path("firms/<int:pk>/", FirmPage.as_view(), name="firm"),
    path("firms/<int:pk>/correct/", records.Correct.as_view(), name="firm-correct"),
    path("firms/<int:pk>/figures/", records.Figures.as_view(), name="firm-figures"),
    path("firms/<int:pk>/rename/", acts.Rename.as_view(), name="firm-rename"),
    path("firms/<int:pk>/move/", acts.Move.as_view(), name="firm-move"),
    path("firms/<int:pk>/industry/", acts.ChangeIndustry.as_view(), name="firm-industry"),
    path("firms/<int:pk>/merge/", acts.Merge.as_view(), name="firm-merge"),
    path("firms/<int:pk>/deregister/", acts.Deregister.as_view(), name="firm-deregister"),
    path("firms/<int:pk>/journal/", FirmJournal.as_view(), name="firm-journal"),
    path("journal/", RevisionList.as_view(), name="journal"),
    path("journal/<int:number>/", RevisionPage.as_view(), name="revision"),
    path("journal/of/<path:record>/", RecordJournal.as_view(), name="record-journal"),
    path("certifications/", CertificationList.as_view(), name="certifications"),
    path("batches/", BatchList.as_view(), name="batches"),
    path("certifications/<int:pk>/end/", EndCertification.as_view(), name="certification-end"),
    path("targets/", TargetList.as_view(), name="targets"),
    path("targets/set/", targets.SetTarget.as_view(), name="target-set"),
    path("targets/<str:pk>/", targets.TargetPage.as_view(), name="target"),
    path("targets/<str:pk>/change/", targets.ChangeTarget.as_view(), name="target-change"),
    path("targets/<str:pk>/retire/", targets.RetireTarget.as_view(), name="target-retire"),
    path("published-figures/", PublishedList.as_view(), name="published-figures"),
    path("published-figures/record/", published.RecordFigure.as_view(), name="published-record"),
    path(
        "published-figures/<str:pk>/correct/",
        published.CorrectFigure.as_view(),
        name="published-correct",
    ),
    *cases.urlpatterns,
    *desk.urlpatterns,
    *notices.urlpatterns,
    *certificates.urlpatterns,
    *upkeep.urlpatterns,
    *experts.urlpatterns,
    *messages.urlpatterns,
    *judging.urlpatterns,
    *people.urlpatterns,
]
