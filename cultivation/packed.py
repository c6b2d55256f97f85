"""Looking into packed files (zip) that anybody may have sent, before anything opens them. Pure.

A few kilobytes can unpack to more than the memory holds: sizes are looked at before unpacking, and
counted while it goes on. Whoever asks says what is too much, and says it in its own words.
"""

import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

CHUNK = 1024 * 1024
_ENCRYPTED = 1
_FAULTS = (
    BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip


class Why(StrEnum):
    """Why a packed file is not opened."""

    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"


class Unfit(Exception):
    """A packed file that is not opened; ``why``, and what the reader said of it."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(detail)
        self.why = why


@dataclass(frozen=True)
class Limits:
    """Beyond these it is a bomb: bytes once all is unpacked, number of parts, and how many times as
    large as packed a part may be if it has more than ``ratio_from`` bytes."""

    unpacked: int
    parts: int
    ratio: int
    ratio_from: int


def opened(content: bytes) -> ZipFile:
    """The archive that ``content`` is, with nothing unpacked. Raises Unfit (broken)."""
    try:
        return ZipFile(BytesIO(content))
    except _FAULTS as error:
        raise Unfit(Why.BROKEN, str(error)) from None


def looked_through(archive: ZipFile, limits: Limits) -> list[ZipInfo]:
    """The parts of ``archive``, by what is said of them. Raises Unfit (encrypted, bomb)."""
    parts = archive.infolist()
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
        raise Unfit(Why.BOMB)
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise Unfit(Why.ENCRYPTED)
        most = limits.ratio * max(part.compress_size, 1)
        if part.file_size > limits.ratio_from and part.file_size > most:
            raise Unfit(Why.BOMB)
    return parts


def unpacked(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """What ``part`` holds, piece by piece: a wrong size or sum is noticed on the way.

    Raises Unfit (broken; bomb where it is larger than it says).
    """
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Unfit(Why.BROKEN, part.filename)
    # The reader stops at the size that is said, and so would never see that there is more.
    wider, size = copy(part), 0
    wider.file_size += 2 * CHUNK
    try:
        with archive.open(wider) as file:
            while piece := file.read(CHUNK):
                size += len(piece)
                if size > part.file_size:
                    raise Unfit(Why.BOMB)
                yield piece
    except _FAULTS as error:
        raise Unfit(Why.BROKEN, f"{part.filename}: {error}") from None
    if size < part.file_size:
        raise Unfit(Why.BROKEN, part.filename)
