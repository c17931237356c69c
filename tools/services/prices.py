"""Prices: what engines charge, in one dated table.

A product is looked up by ``Engine.product``. One that is not here has no known price, and is asked
only after a yes. What an operator pays by contract is set as ``VFXB_PRICES`` and stands above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

UNITS = ("characters", "seconds", "images", "tokens_in", "tokens_out", "predictions")


@dataclass(frozen=True, slots=True)
class Price:
    """What one product charges for one unit.

    Attributes:
        product: Which, as ``Engine.product`` says.
        unit: One of ``UNITS``.
        usd: US dollars for one unit.
        source: Where that stands.
        date: When it stood there.
    """

    product: str
    unit: str
    usd: float
    source: str
    date: str


PRICES: tuple[Price, ...] = ()


class Prices:
    """The table, with what the operator pays in its place.

    Args:
        own: US dollars for one unit by "product unit", such as
            ``{"replicate/nightmareai/real-esrgan predictions": 0.002}``.
    """

    def __init__(self, own: Mapping[str, float] | None = None) -> None:
        self._usd = {(price.product, price.unit): price.usd for price in PRICES}
        for name, usd in (own or {}).items():
            product, _, unit = name.rpartition(" ")
            self._usd[product, unit] = usd

    def of(self, product: str, units: Mapping[str, float]) -> float | None:
        """US dollars for so much of a product; None where that is not known.

        A product is charged by the units it has prices for; others that are told do not count.
        """
        parts = [
            self._usd[product, unit] * amount
            for unit, amount in units.items()
            if (product, unit) in self._usd
        ]
        return sum(parts) if parts else None
