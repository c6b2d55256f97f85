"""What templates about people need."""

from django import template

from cultivation.access.models import AccessRecord
from cultivation.portal.people.words import detail_of

register = template.Library()


@register.filter
def detail(record: AccessRecord) -> str:
    """What else is on record, in words."""
    return detail_of(record)
