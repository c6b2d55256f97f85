from django.urls import path

from cultivation.portal.experts import bureau
from cultivation.portal.experts.listing import ScoringList
from cultivation.portal.experts.score import DeclareConflict, Score

urlpatterns = [
    path("scoring/", ScoringList.as_view(), name="scoring"),
    path("scoring/<int:pk>/", Score.as_view(), name="score"),
    path("scoring/<int:pk>/conflict/", DeclareConflict.as_view(), name="score-conflict"),
    path("cases/<int:pk>/scoring/", bureau.CaseScoring.as_view(), name="case-scoring"),
    path("cases/<int:pk>/scoring/assign/", bureau.AssignExperts.as_view(), name="case-assign"),
    path(
        "cases/<int:pk>/scoring/<int:scoring>/take-back/",
        bureau.TakeBack.as_view(),
        name="case-scoring-take-back",
    ),
    path(
        "cases/<int:pk>/scoring/<int:scoring>/reopen/",
        bureau.Reopen.as_view(),
        name="case-scoring-reopen",
    ),
]
