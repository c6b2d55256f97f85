from django.urls import path

from cultivation.portal.certificates.checking import AskNumber, CheckNumber
from cultivation.portal.certificates.printing import (
    BatchCertificates,
    CertificatePdf,
    NoticeCertificates,
)

urlpatterns = [
    path("certificates/<int:pk>/certificate.pdf", CertificatePdf.as_view(), name="certificate-pdf"),
    path(
        "batches/<int:pk>/certificates.pdf", BatchCertificates.as_view(), name="batch-certificates"
    ),
    path(
        "notices/<int:pk>/certificates.pdf",
        NoticeCertificates.as_view(),
        name="notice-certificates",
    ),
    path("verify/", AskNumber.as_view(), name="verify"),
    # With and without a slash at its end.
    path("verify/<path:number>", CheckNumber.as_view(), name="verify-number"),
]
