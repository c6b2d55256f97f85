"""What whoever asks may do with a case now, and what was done with it, as REST shows them."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from cultivation.access.models import Role, User
from cultivation.access.permissions import Act as May
from cultivation.access.permissions import may
from cultivation.certification.api.case_serializers import KindOfDocument, name_of
from cultivation.certification.api.facts import Facts, facts_of
from cultivation.certification.api.given import ELSEWHERE
from cultivation.certification.api.seeing import person_before, writes
from cultivation.certification.flow.asking import Given, lacking
from cultivation.certification.flow.cases import Case, Party
from cultivation.certification.flow.deciding import Offer, offers, target
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.models import Act, Application, Document
from cultivation.certification.selectors.judging import judge_applications
from cultivation.certification.services.acting import JUDGED


class ObstacleSerializer(serializers.Serializer[Any]):
    """Why an act cannot be done: the code and sentence that it would be refused with."""

    code = serializers.CharField()
    message = serializers.CharField()


class ReasonSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class ExpertSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class AskSerializer(serializers.Serializer[Any]):
    """A field of the body of the act, with what may stand in it where that is a choice."""

    field = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    reasons = ReasonSerializer(many=True, required=False)
    documents = KindOfDocument(many=True, required=False)
    experts = ExpertSerializer(many=True, required=False)


class OfferSerializer(serializers.Serializer[Any]):
    act = serializers.ChoiceField(choices=Doing.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    to = serializers.ChoiceField(choices=State.choices, help_text="Where it leads.")
    to_label = serializers.CharField()
    possible = serializers.BooleanField()
    obstacles = ObstacleSerializer(many=True)
    lead = serializers.BooleanField(help_text="The one main act of this state.")
    grave = serializers.BooleanField(help_text="It cannot be taken back.")
    address = serializers.CharField(help_text="Where to POST it, below /api/v1/.")
    asks = AskSerializer(many=True)


class SeenDocument(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    sha256 = serializers.CharField()


class SeenSerializer(serializers.Serializer[Any]):
    """What whoever acted had before them."""

    assessment = serializers.IntegerField(allow_null=True)
    documents = SeenDocument(many=True)


class OpinionSerializer(serializers.Serializer[Any]):
    agrees = serializers.BooleanField()
    note = serializers.CharField()


class ActSerializer(serializers.Serializer[Any]):
    """One thing that was done."""

    id = serializers.IntegerField()
    act = serializers.ChoiceField(choices=Doing.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    from_state = serializers.ChoiceField(choices=State.choices, allow_null=True)
    to_state = serializers.ChoiceField(choices=State.choices)
    who = serializers.CharField()
    acted_on = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    opinion = serializers.CharField()
    reason = serializers.CharField(allow_null=True)
    differs_because = serializers.CharField()
    document = serializers.CharField()
    opinions = serializers.DictField(child=OpinionSerializer())
    seen = SeenSerializer()


class CaseActsSerializer(serializers.Serializer[Any]):
    """The history of an application, and what may be done with it now by whoever asks."""

    application = serializers.IntegerField()
    state = serializers.ChoiceField(choices=State.choices)
    state_label = serializers.CharField()
    version = serializers.IntegerField()
    offers = OfferSerializer(many=True)
    history = ActSerializer(many=True)


# What is said of an objection names or describes persons; why a notice was taken back, which may be
# an objection, is kept on file and not given out.
OF_OBJECTIONS = (
    Doing.OBJECT,
    Doing.DISMISS_OBJECTION,
    Doing.UPHOLD_OBJECTION,
    Doing.UNPUBLISH,
)


def history_of(one: Application, user: User) -> list[dict[str, Any]]:
    """What was done with ``one``, the first first, as ``user`` may read it."""
    shown = set(
        Document.objects.visible_to(user).filter(application=one).values_list("pk", flat=True)
    )
    return [act_shown(act, user, shown) for act in Act.objects.filter(application=one)]


def act_shown(act: Act, user: User, documents: set[int]) -> dict[str, Any]:
    """One act; ``documents`` are the ids of those that ``user`` may see."""
    hidden = act.doing in OF_OBJECTIONS and not may(user, May.SEE)
    return {
        "id": act.pk,
        "act": act.doing,
        "label": act.get_doing_display(),
        "from_state": act.from_state or None,
        "to_state": act.to_state,
        "who": act.actor_name,
        "acted_on": act.acted_on,
        "recorded_at": act.recorded_at,
        "opinion": "" if hidden else act.opinion,
        "reason": act.reason or None,
        "differs_because": act.differs_because,
        "document": act.document,
        "opinions": act.opinions,
        "seen": {
            "assessment": act.seen.get("assessment"),
            "documents": [
                {"id": pk, "sha256": sha256}
                for pk, sha256 in act.seen.get("documents", [])
                if pk in documents
            ],
        },
    }


def offers_of(request: Request, one: Application) -> list[dict[str, Any]]:
    """What whoever asks may do with ``one`` (with ``SELECTED``), and why not the rest."""
    facts = facts_of(one)
    found = offers(facts.case, person_before(request, one.tier))
    judged = facts.case
    if any(offer.rule.doing in JUDGED for offer in found):
        judgement = judge_applications([one]).get(one.pk)
        if judgement is not None:
            judged = replace(judged, computed=str(judgement.judged.result))
    return [
        _offer(request, offer, judged if offer.rule.doing in JUDGED else facts.case, facts)
        for offer in found
    ]


def _offer(request: Request, offer: Offer, case: Case, facts: Facts) -> dict[str, Any]:
    rule = offer.rule
    obstacles = [{"code": o.code, "message": o.message} for o in offer.obstacles]
    if not writes(request):
        # zh: 此令牌没有写入（write）权限；请更换令牌，或请发放者补充权限。
        message = _("This token may not write; use another, or have its scope “write” added.")
        obstacles.append({"code": "token_reads_only", "message": message})
    to = target(rule, case)
    needed = {o.code.removesuffix("_missing") for o in lacking(rule, case, Given())}
    return {
        "act": str(rule.doing),
        "label": str(rule.doing.label),
        "to": str(to),
        "to_label": str(to.label),
        "possible": not obstacles,
        "obstacles": obstacles,
        "lead": rule.lead,
        "grave": rule.grave,
        "address": _address(offer, case),
        "asks": [_ask(name, offer, name in needed, facts) for name in rule.asks],
    }


def _address(offer: Offer, case: Case) -> str:
    if not offer.rule.own:
        return f"applications/{case.pk}/acts/"
    return ELSEWHERE[offer.rule.doing]


def _ask(name: str, offer: Offer, needed: bool, facts: Facts) -> dict[str, Any]:
    found: dict[str, Any] = {"field": name, "required": needed}
    match name:
        case "reason":
            reasons = offer.rule.reasons
            found["reasons"] = [{"code": c, "label": str(label)} for c, label in reasons.items()]
        case "missing":
            found["documents"] = facts.missing
        case "experts" if offer.rule.party is Party.BUREAU:
            experts = User.objects.filter(role=Role.EXPERT, is_active=True).order_by("pk")
            found["experts"] = [{"id": e.pk, "name": name_of(e)} for e in experts]
    return found
