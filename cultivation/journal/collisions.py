"""Two who write at the same moment: what the database then says."""

import psycopg2
from django.db import DatabaseError
from psycopg2 import errors


def collided(error: DatabaseError) -> bool:
    """Whether ``error`` is only that somebody else wrote at the same moment what does not stand
    twice, or that two waited for each other: the act can simply be tried again."""
    return isinstance(error.__cause__, psycopg2.IntegrityError | errors.DeadlockDetected)
