"""Public notices and the objections to them."""

from django.urls import path

from cultivation.portal.notices.certifying import CertifyNotice
from cultivation.portal.notices.objecting import (
    AttachEvidence,
    NoteInquiry,
    RecordObjection,
    SettleObjection,
)
from cultivation.portal.notices.objections import ObjectionList, ObjectionPage
from cultivation.portal.notices.public import NoticeFile, NoticeList, NoticePage
from cultivation.portal.notices.publishing import PublishNotice, WithdrawNotice
from cultivation.portal.notices.staff import StaffNotice, StaffNoticeList

urlpatterns = [
    path("notices/", NoticeList.as_view(), name="notices"),
    path("notices/staff/", StaffNoticeList.as_view(), name="staff-notices"),
    path("notices/publish/", PublishNotice.as_view(), name="notice-publish"),
    path("notices/<slug:number>/", NoticePage.as_view(), name="notice"),
    path("notices/<slug:number>/list.<slug:kind>", NoticeFile.as_view(), name="notice-file"),
    path("notices/<slug:number>/staff/", StaffNotice.as_view(), name="notice-staff"),
    path("notices/<slug:number>/certify/", CertifyNotice.as_view(), name="notice-certify"),
    path("notices/<slug:number>/withdraw/", WithdrawNotice.as_view(), name="notice-withdraw"),
    path(
        "notices/<slug:number>/objections/record/",
        RecordObjection.as_view(),
        name="objection-record",
    ),
    path("objections/", ObjectionList.as_view(), name="objections"),
    path("objections/<int:pk>/", ObjectionPage.as_view(), name="objection"),
    path("objections/<int:pk>/evidence/", AttachEvidence.as_view(), name="objection-evidence"),
    path("objections/<int:pk>/inquiry/", NoteInquiry.as_view(), name="objection-inquiry"),
    path("objections/<int:pk>/settle/", SettleObjection.as_view(), name="objection-settle"),
]
