"""Evidence of objections: documents that are kept as carefully as the name of who objects."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.certification.files.papers import EVIDENCE
from cultivation.certification.flow.cases import Party
from cultivation.certification.models import Document, Objection
from cultivation.certification.selectors.cases import person_of
from cultivation.certification.services.documents import content_of, take_in
from cultivation.certification.services.inquiring import under_inquiry
from cultivation.problems import Problem

SHOWN = 60  # so many characters of the name of a file
# So many files an objection has at most; those that were withdrawn do not count.
MOST = 20


def attach_evidence(
    *, objection: Objection, files: Sequence[tuple[str, bytes]], actor: User
) -> list[Document]:
    """Attach ``files`` (name as it was sent, and content) to ``objection`` while it is open.

    Raises Problem ``not_yours``, ``settled_already``, ``evidence_too_many``, and those of
    ``take_in``; the field of each is ``evidence``.
    """
    application = objection.application
    if Party.BUREAU not in person_of(actor, application.tier).parties:
        # zh: 此事项不由您的账号办理。
        raise Problem("not_yours", _("This is not for your account to do."), status=403)
    objection = under_inquiry(objection)
    there = Document.objects.filter(objection=objection, withdrawn_on=None).count()
    if there + len(files) > MOST:
        # zh: 一件异议最多 %(most)s 份证据（已有 %(n)s 份）；请合并后再上传，或先作废无用的。
        message = _(
            "An objection has at most %(most)s files of evidence (there are %(n)s): put some"
            " together, or withdraw what is of no use."
        )
        told = message % {"most": MOST, "n": there}
        raise Problem("evidence_too_many", told, field="evidence", status=409)
    made = []
    for name, content in files:
        with _naming(name, among=len(files)):
            made.append(take_in(application, EVIDENCE, name, content, actor, objection=objection))
    return made


def contents(files: Sequence[Any]) -> list[tuple[str, bytes]]:
    """Name and content of each of ``files`` as they were sent. Raises those of ``content_of``."""
    found = []
    for file in files:
        with _naming(file.name or "", among=len(files)):
            found.append((file.name or "", content_of(file)))
    return found


@contextmanager
def _naming(name: str, *, among: int) -> Iterator[None]:
    """What is wrong with the file ``name`` is said of the field ``evidence``, and of which of
    several (``among`` how many) it is."""
    try:
        yield
    except Problem as problem:
        problem.params.setdefault("field", "evidence")
        if among > 1:
            # zh: “%(name)s”：%(told)s
            message = _("“%(name)s”: %(told)s")
            problem.message = message % {"name": name[:SHOWN], "told": problem.message}
        raise
