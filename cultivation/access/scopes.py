"""What a REST token may be allowed to do: one table. A scope stands here when it does something."""

from django.utils.translation import gettext_lazy as _

from cultivation.rest.access import READ, WRITE

SCOPES = {
    # zh: 读取（查询计数、企业、认定等）
    READ: _("read (counts, firms, certifications)"),
    # zh: 写入（账号本身有权办理的内容，如企业年度数据）
    WRITE: _("write (what the account itself may do, such as yearly figures of firms)"),
}
