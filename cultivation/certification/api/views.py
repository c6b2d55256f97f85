"""The list of certifications and the single one."""

from django.db.models import QuerySet

from cultivation.certification.api.filters import CertificationFilter
from cultivation.certification.api.serializers import CertificationSerializer
from cultivation.certification.models import Certification
from cultivation.rest.views import StrictViewSet


class CertificationViewSet(StrictViewSet):
    """Certifications of the firms in the reader's scope, ended and expired ones included.

    Filter with ``valid_on`` for those in their library on a day.
    """

    queryset = Certification.objects.all()
    lookup_value_regex = "[0-9]{1,18}"
    serializer_class = CertificationSerializer
    parameter_set = CertificationFilter

    def get_queryset(self) -> QuerySet[Certification]:
        rows = Certification.objects.visible_to(self.request.user)
        return rows.select_related("firm", "tier", "batch")
