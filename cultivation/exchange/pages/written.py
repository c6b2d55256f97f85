"""What an import did, in words and with the links that lead on."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cultivation.exchange.models import Import, State
from cultivation.exchange.undoing import effects
from cultivation.ladders.models import Tier
from cultivation.pages.shown import number


def told(importing: Import, tier: Tier | None) -> dict[str, Any]:
    """The sentences about what was written, and where to look at it."""
    assert importing.revision_id
    done = {(table, act): n for table, act, n in effects(importing.revision_id)}
    sentences = {
        # zh: 登记新企业 %(n)s 家
        ("firms_firm", "insert"): _("%(n)s firms registered"),
        # zh: 更新企业信息 %(n)s 家
        ("firms_firm", "update"): _("%(n)s firms updated"),
        # zh: 登记认定 %(n)s 项
        ("certification_certification", "insert"): _("%(n)s certifications recorded"),
        # zh: 补登证书编号 %(n)s 项
        ("certification_certification", "update"): _("%(n)s numbers of certificates added"),
        # zh: 办结申报 %(n)s 件
        ("certification_act", "insert"): _("%(n)s applications certified"),
        # zh: 登记住所 %(n)s 项
        ("firms_residence", "insert"): _("%(n)s residences recorded"),
        # zh: 补登功能区 %(n)s 项
        ("firms_residence", "update"): _("%(n)s zones added"),
        # zh: 登记行业 %(n)s 项
        ("firms_firmindustry", "insert"): _("%(n)s industries recorded"),
        # zh: 登记年度数据 %(n)s 项
        ("firms_firmyear", "insert"): _("%(n)s years of figures recorded"),
        # zh: 更新年度数据 %(n)s 项
        ("firms_firmyear", "update"): _("%(n)s years of figures updated"),
        # zh: 登记年度信息更新 %(n)s 家
        ("certification_yearlyupdate", "insert"): _("%(n)s yearly updates recorded"),
        # zh: 登记数据项 %(n)s 项
        ("standards_firmfact", "insert"): _("%(n)s facts recorded"),
        # zh: 更新数据项 %(n)s 项
        ("standards_firmfact", "update"): _("%(n)s facts updated"),
    }
    links = []
    if tier and importing.state == State.DONE:
        query = urlencode({"tier": tier.pk, "batch": importing.options.get("batch", "")})
        address = f"{reverse('portal:certifications')}?{query}"
        # zh: 查看该批次的认定
        links.append((_("Certifications of the batch"), address))
    return {
        "written": [
            text % {"n": number(done[key])} for key, text in sentences.items() if key in done
        ],
        "links": links,
    }
