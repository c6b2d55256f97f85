"""New versions of standards."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cultivation.ladders.models import Tier
from cultivation.problems import Problem
from cultivation.standards.engine.checking import check
from cultivation.standards.engine.content import read_content
from cultivation.standards.files import unknown_tiers, values_of
from cultivation.standards.models import Standard


def new_version(*, code: str, content: Mapping[str, Any], document: str) -> Standard:
    """Enter a new version of the standard ``code``: what was unknown, or was wrong.

    Parameters: ``content`` (the whole standard in the form of its file; its ``code``, ``version``
    and the number of its document are set here), ``document`` (the number of the document that it
    is entered from). What is judged from then on is judged by it; what was assessed stays.
    Raises Problem ``standard_unknown``, ``document_missing``, ``standard_wrong`` (with every
    mistake under ``errors``) or ``nothing_changes``.
    """
    newest = Standard.objects.filter(code=code).order_by("-version").first()
    if newest is None:
        # zh: 没有标准“%(code)s”；请核对代码。
        raise Problem("standard_unknown", _("There is no standard “%(code)s”.") % {"code": code})
    if not document.strip():
        # zh: 请填写标准所依据的文件。
        raise Problem("document_missing", _("Name the document that sets the standard."))
    raw = {**content, "code": code, "version": newest.version + 1, "tier": newest.tier_id}
    if isinstance(raw.get("document"), Mapping):
        raw["document"] = {**raw["document"], "number": document.strip()}
    errors = [{"field": one.place, "code": "wrong", "message": one.message} for one in check(raw)]
    if not errors:
        unknown = unknown_tiers(raw, Tier.objects.values_list("code", flat=True))
        errors = [
            # zh: 没有层级“%(tier)s”
            {"field": "titles", "code": "wrong", "message": _("no tier “%(tier)s”") % {"tier": one}}
            for one in unknown
        ]
    if errors:
        raise Problem(
            "standard_wrong",
            # zh: 标准内容有%(count)d处错误；请按提示修改。
            _("The standard has %(count)d mistakes; mend them.") % {"count": len(errors)},
            errors=errors,
        )
    if {**newest.content, "version": 0} == {**raw, "version": 0}:
        # zh: 与现行版本相同；无须录入。
        raise Problem("nothing_changes", _("This is what the newest version says already."))
    values = values_of(read_content(raw))
    return Standard.objects.create(**{**values, "tier": newest.tier})
