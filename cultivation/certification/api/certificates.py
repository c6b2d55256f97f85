"""``certificates/{number}/``: how a title stands today; public, so many a minute."""

import datetime as dt
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.access.throttling import check_rate
from cultivation.certification.certificates.checking import Checked, Status, check
from cultivation.clock import today
from cultivation.rest.access import Published
from cultivation.rest.views import StrictView


class CertificateAnswer(serializers.Serializer[Checked]):
    """What anybody may know who has the number; no grounds, nothing else about the firm."""

    number = serializers.CharField(source="facts.number")
    status = serializers.ChoiceField(choices=Status.choices)
    status_words = serializers.CharField(
        source="in_words", help_text="The status with its day, in the asked language."
    )
    tier = serializers.CharField(source="certification.tier_id", help_text="Code of the tier.")
    title = serializers.CharField(source="facts.title", help_text="As it is printed.")
    by_list = serializers.SerializerMethodField(
        help_text="The published list that brought the title, of which the registry made no"
        " certificate: what would be printed is then as the list says it. Else null."
    )
    firm = serializers.CharField(source="facts.firm", help_text="As it is printed.")
    firm_today = serializers.SerializerMethodField(
        help_text="The name of the firm today, where it is another one; else null."
    )
    authority = serializers.CharField(source="facts.authority")
    valid_from = serializers.DateField(source="certification.valid_from")
    last_valid_day = serializers.DateField(
        allow_null=True, help_text="The last day of the granted validity; null: no end is known."
    )
    ended_on = serializers.DateField(
        allow_null=True, help_text="The first day on which it was in force no more, or null."
    )
    checked_on = serializers.DateField(source="day")

    def get_by_list(self, checked: Checked) -> str | None:
        return checked.by_list or None

    def get_firm_today(self, checked: Checked) -> str | None:
        return checked.firm_today or None


class CertificateView(StrictView):
    """How the title of a number stands today: that of a certificate, or of a published list.

    Letters may be small or full-width. An unknown number is 404, one that stands in the lists of
    several tiers 409; whoever asks too often gets 429 with ``Retry-After``.
    """

    permission_classes = [Published]

    @extend_schema(operation_id="certificates_check", responses=CertificateAnswer)
    def get(self, request: Request, number: str) -> Response:
        check_rate(request._request, "verify", settings.VERIFY_PER_MINUTE)
        day: dt.date = today()
        answer: Any = CertificateAnswer(check(number, day))
        return Response(answer.data)
