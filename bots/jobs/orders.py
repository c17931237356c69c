"""Orders: what a person asked for, as plain JSON that another process can go on with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from bots.people import Person
from bots.surface import Order, RemoteClip

Json = dict[str, Any]


def dump_order(order: Order) -> Json:
    """An order as plain JSON, with what its clips can be had by in place of the clips."""
    data = {each.name: getattr(order, each.name) for each in fields(order)}
    return {
        **data,
        "person": asdict(order.person),
        "clips": [clip.ref for clip in order.clips],
        "spoken": order.spoken.ref if order.spoken else None,
    }


def load_order(data: Json, clip: Callable[[Json], RemoteClip]) -> Order:
    """The order that ``dump_order`` wrote, perhaps of an older VFXB."""
    known = {each.name for each in fields(Order)}
    kept = {name: value for name, value in data.items() if name in known}
    spoken = kept.get("spoken")
    return Order(
        **{
            **kept,
            "person": Person(**(kept.get("person") or {})),
            "clips": tuple(clip(ref) for ref in kept.get("clips") or ()),
            "spoken": clip(spoken) if spoken else None,
        }
    )
