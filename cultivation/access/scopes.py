"""What a REST token may be allowed to do: one table. A scope stands here when it does something."""

from django.utils.translation import gettext_lazy as _

from cultivation.rest.access import READ

SCOPES = {
    # zh: 读取（查询计数、企业、认定等）
    READ: _("read (counts, firms, certifications)"),
}
