"""``python -m registry.postgres``: the server programs of other versions on this machine."""

from registry.postgres import other_servers

for folder in other_servers():
    print(folder)
