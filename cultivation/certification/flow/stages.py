"""Which stages a tier has: pure."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Need(TextChoices):
    """Whether a stage is gone through."""

    # zh: 无
    NONE = "none", _("none")
    # zh: 可选
    OPTIONAL = "optional", _("where ordered")
    # zh: 必经
    MANDATORY = "mandatory", _("always")


@dataclass(frozen=True)
class Stages:
    """The stages between filing and certification.

    ``district`` reviews first (else the bureau files itself), ``district_notice`` before it
    recommends, ``experts`` score, ``visit`` on site, ``notice`` in public before deciding,
    ``above`` (the ministry decides), ``second_signature`` before deciding. After ``return_limit``
    returns by the bureau the firm cannot submit again (2019: the third; None for no limit).
    """

    district: bool = True
    district_notice: bool = False
    experts: Need = Need.OPTIONAL
    visit: Need = Need.OPTIONAL
    notice: bool = True
    above: bool = False
    second_signature: bool = False
    return_limit: int | None = None
