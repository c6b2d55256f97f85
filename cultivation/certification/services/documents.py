"""Documents of an application: taken in, and withdrawn. None is ever deleted."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.certification.files import store
from cultivation.certification.files.kinds import Kind, kind_of
from cultivation.certification.files.names import kept_name
from cultivation.certification.files.papers import COMMITMENT, OWN_KINDS
from cultivation.certification.flow.cases import Party, Person
from cultivation.certification.flow.states import CLOSED, WITH_BUREAU, State
from cultivation.certification.models import (
    Application,
    Commitment,
    Document,
    Objection,
    Requirement,
)
from cultivation.certification.selectors.cases import person_of
from cultivation.certification.services.inquiring import under_inquiry
from cultivation.clock import now, today
from cultivation.problems import Problem

MEGABYTE = 1024 * 1024


def content_of(upload: Any) -> bytes:
    """The bytes of an uploaded file, not read before its size is known.

    Raises Problem ``document_too_large`` beyond ``DOCUMENT_MAX_MB``.
    """
    _refuse_larger(upload.size)
    return bytes(upload.read())


def _refuse_larger(size: int) -> None:
    most = settings.DOCUMENT_MAX_MB
    if size > most * MEGABYTE:
        # zh: 文件超过 %(most)s MB；请压缩或拆分后再上传。
        message = _("The file is larger than %(most)s MB; make it smaller or split it.")
        raise Problem("document_too_large", message % {"most": most})


def may_attach(person: Person, state: str) -> bool:
    """Whether ``person`` may add documents to an application in ``state``: while it is open."""
    return bool(person.parties) and state not in CLOSED


def may_withdraw(person: Person, document: Document, state: str) -> bool:
    """Whether ``person`` may withdraw ``document``; before the bureau, only the bureau may, as it
    alone withdraws evidence of an objection, while that is open."""
    if document.objection is not None:
        running = document.objection.state == Objection.State.OPEN
        return running and not document.withdrawn_on and Party.BUREAU in person.parties
    if not may_attach(person, state) or document.withdrawn_on:
        return False
    return State(state) not in WITH_BUREAU or Party.BUREAU in person.parties


def attach(
    *,
    application: Application,
    kind: str,
    name: str,
    content: bytes,
    actor: User,
    reserved: bool = False,
    files: bool = False,
) -> Document:
    """Take in a document of ``application``; one that was promised is thereby there.

    Parameters: ``kind`` (of a requirement of the tier, or one of ``OWN_KINDS``), ``name`` (as it
    was sent), ``reserved`` (for the bureau only), ``files`` (a REST client whose token may write).
    Raises Problem ``unknown_document``, ``not_yours``, ``case_closed``, ``document_too_large``,
    ``document_there`` and those of ``kind_of``.
    """
    known = Requirement.objects.filter(
        tier=application.tier_id, kind=kind, applies_to__in=("both", application.kind)
    )
    if kind not in OWN_KINDS and not known.exists():
        # zh: 没有“%(kind)s”这种材料；请从列表中选择。
        message = _("There is no kind of document “%(kind)s”; choose one of the list.")
        raise Problem("unknown_document", message % {"kind": kind[:40]}, field="kind")
    made = _take_in(application, kind, name, content, actor, reserved=reserved, files=files)
    Commitment.objects.filter(application=application, kind=kind, fulfilled_on=None).update(
        fulfilled_on=today()
    )
    return made


def attach_photo(
    *, application: Application, kind: str, name: str, content: bytes, actor: User
) -> Document:
    """Take in a photo of a visit: as ``attach``. Raises Problem ``not_a_picture``."""
    return _take_in(application, kind, name, content, actor, picture=True)


def withdraw(*, document: Document, actor: User, reason: str, files: bool = False) -> Document:
    """Withdraw a document that is wrong: it stays on file and no longer counts.

    Where it kept a promise, the promise is open again. ``files``: as in ``attach``. Raises Problem
    ``reason_missing``, ``withdrawn_already``, ``case_closed``, ``not_yours``,
    ``commitment_needed``, ``settled_already``.
    """
    application = _locked(document.application)
    if document.objection is not None:
        under_inquiry(document.objection)
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.withdrawn_on:
        # zh: 该文件已于 %(day)s 作废。
        message = _("The file was withdrawn on %(day)s.") % {"day": document.withdrawn_on}
        raise Problem("withdrawn_already", message, status=409)
    person = person_of(actor, application.tier, files=files)
    if document.objection is None:
        _refuse_unless(may_attach(person, State.DRAFT), application)
    if not may_withdraw(person, document, application.state):
        # zh: 该件已在市级办理，其材料只能由市级作废；如需更正请补充上传。
        message = _("It lies before the bureau, which alone withdraws documents; attach another.")
        raise Problem("not_yours", message, status=403)
    if not reason.strip():
        # zh: 请填写作废原因。
        raise Problem("reason_missing", _("Say why the document is withdrawn."), field="reason")
    others = Document.objects.filter(application=application, kind=document.kind, withdrawn_on=None)
    last = not others.exclude(pk=document.pk).exists()
    promises = Commitment.objects.filter(application=application)
    if last and document.kind == COMMITMENT and promises.filter(fulfilled_on=None).exists():
        # zh: 尚有容缺材料依此承诺书等待补齐；请先上传正确的容缺承诺书，再作废此件。
        message = _("Documents are promised by it; attach the right one first, then withdraw it.")
        raise Problem("commitment_needed", message, status=409)
    document.withdrawn_on, document.withdrawn_reason = today(), reason.strip()[:200]
    document.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    if last:
        promises.filter(kind=document.kind).update(fulfilled_on=None)
    return document


def _take_in(
    application: Application,
    kind: str,
    name: str,
    content: bytes,
    actor: User,
    *,
    reserved: bool = False,
    files: bool = False,
    picture: bool = False,
) -> Document:
    application = _locked(application)
    person = person_of(actor, application.tier, files=files)
    _refuse_unless(may_attach(person, State.DRAFT), application)
    if reserved and Party.BUREAU not in person.parties:
        # zh: 只有市级主管部门可上传限市级查看的材料。
        message = _("Only the bureau attaches what is for the bureau only.")
        raise Problem("not_yours", message, status=403)
    return take_in(application, kind, name, content, actor, reserved=reserved, picture=picture)


def take_in(
    application: Application,
    kind: str,
    name: str,
    content: bytes,
    actor: User,
    *,
    reserved: bool = False,
    picture: bool = False,
    objection: Objection | None = None,
) -> Document:
    """Look through ``content`` and keep it as a document of ``application``, which is locked, by an
    ``actor`` who may; ``picture``: it must be one.

    Raises Problem ``document_too_large``, ``not_a_picture``, ``document_there``, those of
    ``kind_of``.
    """
    _refuse_larger(len(content))
    found: Kind = kind_of(content)
    if picture and not found.picture:
        # zh: 照片须为 PNG 或 JPEG 图片。
        raise Problem("not_a_picture", _("A photo is a PNG or a JPEG."))
    digest = store.keep(content)
    same = Document.objects.filter(
        application=application, kind=kind, objection=objection, sha256=digest, withdrawn_on=None
    )
    if same.exists():
        # zh: 该文件（内容相同）已上传；无须重复上传。
        message = _("This very file is there already; nothing is left to do.")
        raise Problem("document_there", message, status=409)
    return Document.objects.create(
        application=application,
        firm_id=application.firm_id,
        kind=kind,
        objection=objection,
        name=kept_name(name, found),
        content_type=found.content_type,
        size=len(content),
        sha256=digest,
        uploaded_by=actor,
        uploaded_at=now(),
        reserved=reserved,
    )


def _locked(application: Application) -> Application:
    """The application as it is now: nobody closes it meanwhile."""
    rows = Application.objects.select_for_update(of=("self",))
    return rows.select_related("tier__ladder").get(pk=application.pk)


def _refuse_unless(allowed: bool, application: Application) -> None:
    if not allowed:
        # zh: 此事项不由您的账号办理。
        raise Problem("not_yours", _("This is not for your account to do."), status=403)
    if application.state in CLOSED:
        # zh: 该件已办结（%(state)s），材料不再变动。
        message = _("The case is closed (%(state)s): its documents stay as they are.")
        message %= {"state": application.get_state_display()}
        raise Problem("case_closed", message, status=409)
