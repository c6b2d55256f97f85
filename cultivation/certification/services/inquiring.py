"""What is held fast while an objection is under inquiry."""

from django.utils.translation import gettext as _

from cultivation.certification.models import Application, Objection
from cultivation.problems import Problem


def under_inquiry(objection: Objection) -> Objection:
    """``objection`` as it is now, locked after its application, while it is open.

    Raises Problem ``settled_already``.
    """
    Application.objects.select_for_update().get(pk=objection.application_id)
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    refuse_settled(objection)
    return objection


def refuse_settled(objection: Objection) -> None:
    """Raises Problem ``settled_already`` unless ``objection`` is open."""
    if objection.state != Objection.State.OPEN:
        # zh: 该异议已于 %(day)s 处理。
        message = _("The objection was settled on %(day)s.") % {"day": objection.settled_on}
        raise Problem("settled_already", message, status=409)
