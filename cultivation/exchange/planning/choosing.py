"""A row that may mean several firms: what the person chose, else the question."""

from django.utils.translation import gettext as _

from cultivation.exchange.matching import Known, Unclear
from cultivation.exchange.planning.importer import Importer, Reach
from cultivation.exchange.rows import ListedRow

NAMED = 5


def chosen(row: ListedRow, unclear: Unclear, importer: Importer, reach: Reach) -> Known | None:
    """The firm that the importer chose for ``row``; None when there is no choice, and says so.

    A choice counts while the firm is still one that the row may mean.
    """
    candidates = tuple(one for one in unclear.candidates if reach.sees(one))
    if not candidates:
        reach.refuse(row)
        return None
    at, code = ("uscc", "code_contradicts_name") if unclear.by_code else ("name", "name_ambiguous")
    if importer.asks:
        row.candidates = candidates
        choice = (importer.choices or {}).get(row.at, "")
        for one in candidates:
            if one.key == choice:
                row.choice = choice
                # zh: 按您的选择对应到“%(firm)s”。
                row.remark(at, "chosen", _("By your choice this is “%(firm)s”.") % {"firm": one})
                return one
        row.ask(at, code, _sentence(row, candidates, unclear), tuple(map(str, candidates)))
    else:
        row.refuse(at, code, _sentence(row, candidates, unclear), tuple(map(str, candidates)))
    return None


def _sentence(row: ListedRow, candidates: tuple[Known, ...], unclear: Unclear) -> str:
    words = {
        "code": row.values.get("uscc", ""),
        "name": row.values.get("name", ""),
        "n": len(candidates),
        "candidates": "; ".join(map(str, candidates[:NAMED])),
    }
    if unclear.by_code:
        # zh: 代码 %(code)s 与名称“%(name)s”不是同一企业（登记为：%(candidates)s）；请核对，如已更名请先办理更名。
        text = _(
            "The code %(code)s and the name “%(name)s” are not of one firm (on file:"
            " %(candidates)s); check both, and if the firm was renamed file that first."
        )
    elif len(candidates) < len(unclear.candidates):
        # zh: 名称“%(name)s”与%(candidates)s相符，也与辖区以外的企业相符；请填写统一社会信用代码。
        text = _(
            "The name “%(name)s” fits %(candidates)s, and firms outside your district; give the"
            " credit code."
        )
    else:
        # zh: 名称“%(name)s”与%(n)d家企业相符（%(candidates)s）；请填写统一社会信用代码。
        text = _("The name “%(name)s” fits %(n)d firms (%(candidates)s); give the credit code.")
    return text % words
