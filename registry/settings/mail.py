"""Messages by e-mail; ``registry.settings.base`` takes them.

``EMAIL_URL`` (``smtp+tls://account:password@host:587``, ``consolemail://``) names the server.
Without one nothing goes out, and messages are read in the registry; the demonstration shows them on
the console.
"""

import environ

env = environ.Env()

MESSAGES_BY_MAIL = bool(env.str("EMAIL_URL", default=""))
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="registry@localhost")
# Seconds until a server that does not answer is left alone.
EMAIL_TIMEOUT = 20
# Where the registry is reached, for links in e-mails: https://registry.example.cn
SITE_ADDRESS = env.str("SITE_ADDRESS", default="")
# Sent in a thread of the process that wrote them; tests do it at once.
MESSAGES_INLINE = False
