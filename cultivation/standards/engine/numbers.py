"""Exact numbers: nothing is rounded before it is compared."""

from decimal import Decimal, localcontext
from fractions import Fraction

Number = Fraction | Decimal | int
# So many decimals are shown, and more where fewer would hide on which side of a bound it is.
SHOWN, MOST_SHOWN = 2, 30


def exact(number: Number) -> Fraction:
    """The number as a fraction."""
    return number if isinstance(number, Fraction) else Fraction(number)


def ratio(above: Number, below: Number) -> Fraction:
    """``above / below``, exact and quicker than dividing two fractions. ``below`` is not zero."""
    a, b = above.as_integer_ratio()
    c, d = below.as_integer_ratio()
    return Fraction(a * d, b * c)


def root(number: Fraction, degree: int) -> Fraction:
    """The root of a positive number, good for showing only: to some 40 digits."""
    with localcontext() as context:
        context.prec = 50
        quotient = Decimal(number.numerator) / Decimal(number.denominator)
        return Fraction(quotient ** (Decimal(1) / Decimal(degree)))


def shown(number: Number, bound: Number | None = None) -> str:
    """The number as people read it: rounded, but never onto or across a ``bound`` it is not at."""
    value = exact(number)
    limit = None if bound is None else exact(bound)
    for places in range(SHOWN, MOST_SHOWN + 1):
        rounded = round(value, places)
        if limit is None or _side(rounded, limit) == _side(value, limit):
            break
    return plain(rounded)


def _side(number: Fraction, bound: Fraction) -> int:
    return (number > bound) - (number < bound)


def plain(number: Number) -> str:
    """A number with finitely many decimals, written out without zeros at its end."""
    number = exact(number)
    with localcontext() as context:
        context.prec = 100
        text = format(Decimal(number.numerator) / Decimal(number.denominator), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole_steps(number: Number, step: Number) -> int:
    """How many full steps fit."""
    quotient = ratio(number, step)
    return quotient.numerator // quotient.denominator
