"""Certificates taken away as PDF: one, those of a batch, those of a notice."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from cultivation.access import log as access_log
from cultivation.access.permissions import Act
from cultivation.certification.certificates.rendering import certificates_pdf, unprintable
from cultivation.certification.models import Batch, Certificate, Notice
from cultivation.pages.views import StaffPage
from cultivation.problems import Problem
from cultivation.rest.refusals import refuse, unknown_value

UNPRINTABLE = "unprintable"


class _Printed(StaffPage):
    """Answers with a PDF, and puts on record who took it away."""

    act = Act.EXPORT
    template_name = "portal/certificates/unprintable.html"

    def file(self) -> tuple[str, str, list[Certificate]]:
        """Name of the file, what it is for the access log, and its certificates."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name, words, certificates = self.file()
        try:
            made = certificates_pdf(certificates)
        except Problem as problem:
            status = problem.params["status"]
            return self.render(problem=problem, others=self.others(certificates), status=status)
        response = HttpResponse(made, content_type="application/pdf")
        # A browser shows it; kept, it has a name that says what it is.
        header = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
        response["Content-Disposition"] = header or "inline"
        patch_cache_control(response, no_store=True)
        access_log.record_export(request, "certificates", words, len(certificates), "pdf")
        return response

    def others(self, certificates: list[Certificate]) -> int:
        """How many can be printed without those that cannot."""
        return 0

    @property
    def visible(self) -> QuerySet[Certificate]:
        """The certificates that the account may see."""
        return Certificate.objects.visible_to(self.user)


class CertificatePdf(_Printed):
    """One certificate, as it was issued."""

    def file(self) -> tuple[str, str, list[Certificate]]:
        pk = self.kwargs["pk"]
        found = self.visible.filter(pk=pk).first()
        if found is None:
            if Certificate.objects.filter(pk=pk).exists():
                access_log.record_out_of_scope(self.request, f"certificate {pk}")
            raise Http404
        return f"{found.number} {found.facts['firm']}", found.number, [found]


class _Many(_Printed):
    """The certificates of many firms in one file, by their numbers.

    ``leave_out=unprintable`` leaves those out that our fonts cannot print; else nothing is printed
    as long as there is one.
    """

    further = ("leave_out",)

    def name(self) -> str:
        """What the certificates are of. Raises Http404 where the account sees none of it."""
        raise NotImplementedError

    def certificates(self) -> QuerySet[Certificate]:
        """Those of them that the account may see."""
        raise NotImplementedError

    def file(self) -> tuple[str, str, list[Certificate]]:
        name, asked = self.name(), self.given.get("leave_out")
        if asked not in (None, UNPRINTABLE):
            refuse([unknown_value("leave_out", asked, [UNPRINTABLE])])
        found = list(self.certificates().order_by("number"))
        if asked:
            found = [one for one in found if not unprintable(one)]
        return name, name, found

    def others(self, certificates: list[Certificate]) -> int:
        return sum(not unprintable(one) for one in certificates)


class BatchCertificates(_Many):
    """The certificates of a batch."""

    def name(self) -> str:
        batch = Batch.objects.visible_to(self.user).filter(pk=self.kwargs["pk"]).first()
        if batch is None:
            raise Http404
        return f"{batch.tier.name_zh} {batch.name}"

    def certificates(self) -> QuerySet[Certificate]:
        return self.visible.filter(certification__batch=self.kwargs["pk"])


class NoticeCertificates(_Many):
    """The certificates of the firms that a notice proposed."""

    def name(self) -> str:
        notice = Notice.objects.filter(pk=self.kwargs["pk"]).first()
        if notice is None:
            raise Http404
        return f"{notice.number} {notice.title}"

    def certificates(self) -> QuerySet[Certificate]:
        # An application of another batch than its notice does not exist.
        return self.visible.filter(
            certification__application__notice_rows__notice=self.kwargs["pk"]
        ).distinct()
