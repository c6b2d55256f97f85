"""The pairs of characters by which firms are searched (see ``sql/search.sql``)."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func

# In kB. What was written last waits in a list that every search reads through; the list of 4 MB
# that is usual costs a search 1 ms, and a short one makes writing no slower.
PENDING = 512


class Bigrams(Func):
    """Every character of a text and every pair of neighbours."""

    function = "firms_bigrams"
    output_field: Any = ArrayField(models.TextField())


class InitialBigrams(Func):
    """Every pair of letters that two neighbours among initials can be read as."""

    function = "firms_initial_bigrams"
    output_field: Any = ArrayField(models.TextField())


def gram_index(expression: Func, name: str) -> GinIndex:
    """The index called ``name`` that finds texts by their pairs of characters."""
    return GinIndex(expression, name=name, gin_pending_list_limit=PENDING)
