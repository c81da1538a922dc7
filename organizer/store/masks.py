"""Masks: one byte for each row, 1 where something is true of it; combined as large numbers, in microseconds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Mask = bytes

_INVERTED = bytes([1, 0]) + bytes(254)


def everything(count: int) -> Mask:
    """Yes for all rows."""
    return b"\x01" * count


def nothing(count: int) -> Mask:
    """No for all rows."""
    return bytes(count)


def both(one: Mask, other: Mask) -> Mask:
    """Yes where both say yes."""
    return (int.from_bytes(one, "little") & int.from_bytes(other, "little")).to_bytes(len(one), "little")


def either(one: Mask, other: Mask) -> Mask:
    """Yes where one of them says yes."""
    return (int.from_bytes(one, "little") | int.from_bytes(other, "little")).to_bytes(len(one), "little")


def inverted(mask: Mask) -> Mask:
    """Yes where it says no."""
    return mask.translate(_INVERTED)


def by_code(column: bytes | bytearray, wanted: Iterable[int]) -> Mask:
    """Yes where a column of bytes holds one of these codes."""
    table = bytearray(256)
    for code in wanted:
        table[code] = 1
    return bytes(column).translate(bytes(table))


def by_number(column: Sequence[int], wanted: Sequence[int]) -> Mask:
    """Yes where ``wanted`` does, asked with the number that a column holds."""
    return bytes(map(wanted.__getitem__, column))
