"""What an account is: its role and where it belongs. Pure rules, no reading, no writing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cultivation.access.models import Authority, Role, User
from cultivation.places.models import District, Zone
from cultivation.problems import Problem


@dataclass(frozen=True)
class Standing:
    """A role with its authority, district and zone; or the administrator, who has none of them."""

    role: str = ""
    superuser: bool = False
    authority: Authority | None = None
    district: District | None = None
    zone: Zone | None = None

    @property
    def staff(self) -> bool:
        """Whether the account works in the pages of staff (a client only asks over REST, an expert
        only scores)."""
        return self.role not in (Role.CLIENT, Role.EXPERT)


def standing_of(account: User) -> Standing:
    """The standing that ``account`` has."""
    return Standing(
        role=account.role,
        superuser=account.is_superuser,
        authority=account.authority,
        district=account.district,
        zone=account.zone,
    )


def check(standing: Standing) -> None:
    """Refuse a standing that makes no sense.

    Raises Problem ``role_missing``, ``role_and_administrator``, ``authority_missing``,
    ``authority_not_used``, ``district_missing``, ``district_not_used``, ``district_abolished``
    or ``zone_elsewhere``, each with the ``field`` in question.
    """
    _check_role(standing)
    _check_authority(standing)
    _check_place(standing)


def _check_role(standing: Standing) -> None:
    if standing.superuser and standing.role:
        # zh: 系统管理员不再设其他角色；请只选一项。
        message = _("The administrator has no further role; choose one of the two.")
        raise Problem("role_and_administrator", message, field="role")
    if not standing.superuser and standing.role not in Role.values:
        # zh: 请选择角色。
        raise Problem("role_missing", _("Choose a role."), field="role")


def _check_authority(standing: Standing) -> None:
    if standing.role == Role.BUREAU and standing.authority is None:
        # zh: 市级人员必须指定主管部门。
        message = _("Bureau staff need an authority.")
        raise Problem("authority_missing", message, field="authority")
    if standing.role != Role.BUREAU and standing.authority is not None:
        # zh: 只有市级人员属于主管部门；请去掉主管部门。
        message = _("Only bureau staff belong to an authority; leave it out.")
        raise Problem("authority_not_used", message, field="authority")


def _check_place(standing: Standing) -> None:
    district, zone = standing.district, standing.zone
    if standing.role == Role.DISTRICT and district is None:
        # zh: 区级审核员必须指定所属区。
        raise Problem(
            "district_missing", _("A district officer needs a district."), field="district"
        )
    if standing.role not in (Role.DISTRICT, Role.CLIENT) and (district or zone):
        # zh: 此角色面向全市，不限定区；请去掉所属区和功能区。
        message = _("This role is for the whole city; leave out district and zone.")
        raise Problem("district_not_used", message, field="district" if district else "zone")
    if district and district.successor_id:
        raise Problem(
            "district_abolished",
            # zh: “%(name)s”已撤销，现为“%(successor)s”；请按现行区划填写。
            _("The district “%(name)s” was abolished and is now “%(successor)s”; give that one.")
            % {"name": district.name_zh, "successor": district.successor},
            field="district",
        )
    if zone and zone.district_id != getattr(district, "pk", None):
        # zh: “%(zone)s”属于%(district)s；请选择相应的区，或去掉功能区。
        message = _("“%(zone)s” is part of %(district)s; choose that district, or leave it out.")
        raise Problem(
            "zone_elsewhere",
            message % {"zone": zone.name_zh, "district": zone.district.name_zh},
            field="zone",
        )
