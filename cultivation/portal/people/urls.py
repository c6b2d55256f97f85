"""Addresses of the pages about people (part of ``portal``)."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from cultivation.portal.people import account, factor, records, tokens
from cultivation.portal.people.login import Code, Login
from cultivation.portal.people.officers import acts, listing, page

urlpatterns = [
    path("login/", Login.as_view(), name="login"),
    path("login/code/", Code.as_view(), name="code"),
    path("logout/", LogoutView.as_view(next_page="portal:home"), name="logout"),
    path("account/", account.OwnAccount.as_view(), name="account"),
    path("account/password/", account.OwnPassword.as_view(), name="password"),
    path("account/second-factor/", factor.SecondFactor.as_view(), name="second-factor"),
    path(
        "account/second-factor/qr.svg",
        factor.SecondFactorPicture.as_view(),
        name="second-factor-picture",
    ),
    path("account/second-factor/off/", factor.SecondFactorOff.as_view(), name="second-factor-off"),
    path("account/second-factor/codes/", factor.RecoveryCodes.as_view(), name="recovery-codes"),
    path("account/tokens/", tokens.OwnTokens.as_view(), name="tokens"),
    path("account/tokens/new/", tokens.OwnTokenMade.as_view(), name="token-new"),
    path(
        "account/tokens/<slug:name>/revoke/", tokens.OwnTokenRevoked.as_view(), name="token-revoke"
    ),
    path("officers/", listing.OfficerList.as_view(), name="officers"),
    path("officers/new/", acts.MakeOfficer.as_view(), name="officer-new"),
    path("officers/<int:pk>/", page.OfficerPage.as_view(), name="officer"),
    path("officers/<int:pk>/change/", acts.ChangeOfficer.as_view(), name="officer-change"),
    path("officers/<int:pk>/password/", acts.ResetPassword.as_view(), name="officer-password"),
    path("officers/<int:pk>/factor/", acts.ResetFactor.as_view(), name="officer-factor"),
    path("officers/<int:pk>/unlock/", acts.Unlock.as_view(), name="officer-unlock"),
    path("officers/<int:pk>/leave/", acts.Leave.as_view(), name="officer-leave"),
    path("officers/<int:pk>/restore/", acts.ComeBack.as_view(), name="officer-restore"),
    path("officers/<int:pk>/tokens/new/", acts.OfficerTokenMade.as_view(), name="officer-token"),
    path(
        "officers/<int:pk>/tokens/<slug:name>/revoke/",
        acts.OfficerTokenRevoked.as_view(),
        name="officer-token-revoke",
    ),
    path("access-log/", records.AccessLog.as_view(), name="access-log"),
]
