"""What a service says when it refuses: one shape for the command line, the browser and REST."""

from typing import Any

from django.utils.functional import Promise


class Problem(Exception):
    """A refusal with a stable code for programs and a sentence for people.

    Parameters: ``code`` (English, snake_case, never renamed), ``message`` (a sentence that says
    what is wrong and what to do next), further keyword arguments (kept in ``params`` for callers).
    """

    def __init__(self, code: str, message: "str | Promise", **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return str(self.message)
