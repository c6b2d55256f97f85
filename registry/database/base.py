"""Django's PostgreSQL backend, with the embedded server started at the first connection.

The settings name no host; a command that needs no database (``--help``, ``makemessages``) therefore
starts no server.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from django.db.backends.postgresql.client import DatabaseClient as PostgresClient

from registry import postgres


@cache
def _cluster(test: bool) -> postgres.Cluster:
    return postgres.cluster(Path(settings.VAR_DIR), test=test)


def cluster_of(settings_dict: dict[str, Any]) -> postgres.Cluster:
    """The embedded cluster that a database of the settings lives in."""
    return _cluster(bool(settings_dict.get("EMBEDDED_TEST")))


class DatabaseClient(PostgresClient):
    """``manage.py dbshell`` with the psql of the embedded server."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        cluster = cluster_of(settings_dict)
        settings_dict = settings_dict | {"HOST": cluster.start(), "USER": postgres.ROLE}
        arguments, environment = super().settings_to_cmd_args_env(settings_dict, list(parameters))
        return [str(cluster.bin_dir / "psql"), *arguments[1:]], environment


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server."""

    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        """Start the server if need be; returns psycopg2's parameters with its socket."""
        params: dict[str, Any] = super().get_connection_params()
        host = cluster_of(self.settings_dict).start()
        return params | {"host": host, "user": postgres.ROLE}
