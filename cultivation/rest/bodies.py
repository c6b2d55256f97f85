"""What is sent in the body of a request, read strictly: a JSON object with the fields it may have.

Every wrong field is named at once, with its value, a code and a sentence. A field is read by a
reader: a function of what JSON gave that returns the value or raises ``Wrong``.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.parsers import JSONParser
from rest_framework.request import Request

from cultivation.problems import Problem
from cultivation.rest.fields import LONGEST_TEXT, Wrong, read_day
from cultivation.rest.refusals import KEPT, SHOWN, Refusal, hint

LARGEST_BODY = 64 * 1024
# What a column of whole numbers holds.
LARGEST_WHOLE = 2**31 - 1
# Amounts in 万元 to the 分, as columns of amounts hold them: numeric(20, 6).
DIGITS_BEFORE, DIGITS_AFTER = 14, 6

JSON, FORM = "application/json", "multipart/form-data"

Reader = Callable[[Any], Any]


class ExactJSONParser(JSONParser):
    """JSON up to a size, its decimals exact, with what is wrong in it told as a problem."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise Problem(
                "too_large",
                # zh: 内容过大，最多 %(most)d KB。
                _("That is too much: at most %(most)d KB.") % {"most": LARGEST_BODY // 1024},
                status=413,
            )
        try:
            return json.loads(
                body.decode("utf-8"),
                parse_constant=_no_number,
                parse_float=_exactly,
                object_pairs_hook=_each_once,
            )
        except (ValueError, RecursionError):
            # zh: 内容不是有效的 JSON。
            raise Problem("not_json", _("What was sent is no valid JSON.")) from None


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _exactly(text: str) -> Decimal:
    number = Decimal(text)
    # Nobody means 1e400; written out it would fill the memory.
    if number and abs(number.adjusted()) > KEPT:
        raise ValueError
    return Decimal(format(number, "f"))


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        # zh: 同一字段重复出现。
        raise Problem("repeated_field", _("A field is given twice."))
    return found


@dataclass(frozen=True)
class Field:
    """A field of a body.

    ``read`` makes the value of it; ``schema`` describes it in OpenAPI; ``required`` fields must be
    given. ``null`` is given as None where ``nullable``, and refused elsewhere. In a form everything
    is text or a file: ``written`` makes of it what JSON would have given, and ``many`` takes all
    parts of that name as a list.
    """

    read: Reader
    schema: Mapping[str, Any]
    required: bool = False
    nullable: bool = False
    written: Reader = lambda value: value
    many: bool = False

    def described(self) -> dict[str, Any]:
        """The field in OpenAPI."""
        return {**self.schema, **({"nullable": True} if self.nullable else {})}


def read_body(request: Request, fields: Mapping[str, Field]) -> dict[str, Any]:
    """The values that the body of ``request`` gives, by name; what is left out is left out.

    The body is a JSON object, or a form with the same fields where the endpoint takes forms. Raises
    Problem ``not_an_object``, or ``invalid_fields`` with a record for every field that is unknown,
    missing or wrong.
    """
    sent: Any = request.data
    errors: list[Refusal] = []
    if isinstance(sent, QueryDict):
        sent, errors = _of_form(sent, fields)
    if not isinstance(sent, dict):
        # zh: 请提交一个 JSON 对象。
        raise Problem("not_an_object", _("Send a JSON object."))
    values: dict[str, Any] = {}
    errors += [
        refused_field(name, value, "unknown_field", hint(str(name), sorted(fields)), list(fields))
        for name, value in sent.items()
        if name not in fields
    ]
    for name, field in fields.items():
        if name not in sent or (sent[name] is None and not field.nullable):
            if name in sent or field.required:
                # zh: 请填写此字段。
                message = _("This field is needed.")
                errors.append(refused_field(name, sent.get(name), "required", message))
            continue
        try:
            values[name] = None if sent[name] is None else field.read(sent[name])
        except Wrong as no:
            code = str(no.code or "invalid")
            errors.append(refused_field(name, sent[name], code, str(no.message), no.allowed))
    if errors:
        refuse_fields(errors)
    return values


def _of_form(sent: QueryDict, fields: Mapping[str, Field]) -> tuple[dict[str, Any], list[Refusal]]:
    """What a form says, as JSON would have said it; and what is given twice."""
    found: dict[str, Any] = {}
    errors: list[Refusal] = []
    for name, given in sent.lists():
        field = fields.get(name)
        if field is None:
            found[name] = given[0]
        elif field.many:
            found[name] = [field.written(one) for one in given]
        else:
            found[name] = field.written(given[0])
            if len(given) > 1:
                # zh: 同一字段重复出现。
                errors.append(refused_field(name, None, "repeated", _("A field is given twice.")))
    return found, errors


def refused_field(
    name: str, value: Any, code: str, message: str, allowed: Sequence[str] = ()
) -> Refusal:
    """One wrong field, as it stands under ``errors`` of the problem document."""
    record: Refusal = {
        "field": str(name)[:KEPT],
        "value": shown(value)[:KEPT],
        "code": code,
        "message": message,
    }
    return record | ({"allowed": list(allowed)} if allowed else {})


def refuse_fields(errors: Sequence[Refusal]) -> NoReturn:
    """Refuse a body for all its wrong fields at once."""
    raise Problem(
        "invalid_fields",
        # zh: 提交的内容有误：%(names)s。
        _("What was sent is wrong: %(names)s.")
        % {"names": ", ".join(dict.fromkeys(str(one["field"])[:SHOWN] for one in errors))},
        errors=list(errors),
    )


def shown(value: Any) -> str:
    """What was sent, as a sentence repeats it: text as it is, anything else as JSON writes it."""
    match value:
        case None:
            return ""
        case str():
            return value
        case Decimal():
            return format(value, "f")
        case _:
            return json.dumps(value, ensure_ascii=False, default=str)


def body_of(fields: Mapping[str, Field], *types: str) -> dict[str, Any]:
    """A body of ``fields`` by media type; files are in forms only."""
    plain = {name: field for name, field in fields.items() if not is_file(field)}
    return {one: schema_of(plain if one == JSON else fields) for one in types}


def is_file(field: Field) -> bool:
    """Whether it takes a file, or several."""
    return "binary" in (field.schema.get("format"), field.schema.get("items", {}).get("format"))


def schema_of(fields: Mapping[str, Field]) -> dict[str, Any]:
    """A body of ``fields`` in OpenAPI."""
    found: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: field.described() for name, field in fields.items()},
    }
    required = [name for name, field in fields.items() if field.required]
    return found | ({"required": required} if required else {})


# --- Fields of the usual kinds ---


def text(*, most: int = LONGEST_TEXT, required: bool = False) -> Field:
    """A text of at most ``most`` characters, without its outer blanks."""

    def read(value: Any) -> str:
        found = value.strip() if isinstance(value, str) else ""
        if not isinstance(value, str) or not found.isprintable() or len(found) > most:
            # zh: 请填写不超过%(most)d个字符的文字。
            message = _("Give a text of at most %(most)d characters.") % {"most": most}
            raise Wrong("not_a_text", message, shown(value))
        if required and not found:
            # zh: 请填写此字段。
            raise Wrong("required", _("This field is needed."), "")
        return found

    return Field(read, {"type": "string", "maxLength": most}, required)


def day(*, required: bool = False, nullable: bool = False) -> Field:
    """A day, written as 2025-12-31."""

    def read(value: Any) -> dt.date:
        return read_day(shown(value))

    schema = {"type": "string", "format": "date", "example": "2025-12-31"}
    return Field(read, schema, required, nullable)


def amount(*, signed: bool = False, nullable: bool = False) -> Field:
    """An amount in 万元, exact: as text (``"1234.56"``) or as a number."""

    def read(value: Any) -> Decimal:
        written = shown(value) if isinstance(value, str | int | Decimal) else ""
        match = re.fullmatch(r"[+-]?0*([0-9]*)(?:\.([0-9]+?)0*)?", written)
        if not match or not re.search("[0-9]", written) or _too_long(match[1], match[2]):
            # zh: 请填写金额（万元），如 "1234.56"：最多%(before)d位整数、%(after)d位小数。
            message = _(
                'Give an amount in 万元 like "1234.56": at most %(before)d digits and'
                " %(after)d decimals."
            ) % {"before": DIGITS_BEFORE, "after": DIGITS_AFTER}
            raise Wrong("not_an_amount", message, shown(value))
        return _signed(Decimal(written), signed, value)

    pattern = r"^[+-]?[0-9]{1,14}(\.[0-9]{1,6})?$"
    schema = {"oneOf": [{"type": "string", "pattern": pattern}, {"type": "number"}]}
    return Field(read, schema, nullable=nullable)


def whole(*, signed: bool = False, nullable: bool = False) -> Field:
    """A whole number that a column of the database can hold."""

    def read(value: Any) -> int:
        good = isinstance(value, int) and not isinstance(value, bool)
        if not good or abs(value) > LARGEST_WHOLE:
            # zh: 请填写整数，最大 %(most)d。
            message = _("Give a whole number, at most %(most)d.") % {"most": LARGEST_WHOLE}
            raise Wrong("not_a_whole_number", message, shown(value))
        return int(_signed(value, signed, value))

    least = -LARGEST_WHOLE if signed else 0
    schema = {"type": "integer", "minimum": least, "maximum": LARGEST_WHOLE}
    return Field(read, schema, nullable=nullable)


def anything() -> Field:
    """Any JSON: whoever takes it reads it by rules of its own."""
    return Field(lambda value: value, {"description": "Any JSON."}, required=True)


def _too_long(before: str | None, after: str | None) -> bool:
    return len(before or "") > DIGITS_BEFORE or len(after or "") > DIGITS_AFTER


def _signed(number: Any, signed: bool, value: Any) -> Any:
    if number < 0 and not signed:
        # zh: 不能为负数。
        raise Wrong("negative", _("This cannot be negative."), shown(value))
    return number
