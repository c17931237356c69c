"""Render: make the file, and put it into the conversation's folder."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from langgraph.runtime import Runtime
from langgraph.types import StreamWriter
from pydantic import TypeAdapter

from agent.accounts import from_plain, quoted_for, to_plain
from agent.elsewhere import brought, published, received
from agent.erasure import PASSES
from agent.first_look import first_look, is_wanted
from agent.fitting import fitted, fitted_note, surely_too_large
from agent.history import History, Recipe, from_json, to_json
from agent.messages import Preview as Previewed
from agent.messages import Progress
from agent.parting import Helpers, Shared, is_plain
from agent.previews import wanted
from agent.services import Services
from agent.state import TurnState
from agent.steps import RenderOrder, Tell
from agent.toolbox import described
from memory.errors import MemoryFault
from tools.clip import Clip
from tools.errors import Outage, ToolFailed, VfxbError, is_full
from tools.facts import Facts
from tools.services.account import account, on_behalf_of
from tools.services.speech.refused import asks
from tools.services.spending import Unapproved

if TYPE_CHECKING:
    from tools.engine.cache import Cache
    from tools.engine.compile.preview import Preview
    from tools.engine.ffmpeg import Tick
    from tools.engine.hardware import Hardware
    from tools.engine.render.work import Rendered

log = logging.getLogger(__name__)

_STEM_LENGTH = 60
_DIGITS = 8


async def render(state: TurnState, runtime: Runtime[Services]) -> dict[str, Any]:
    """Render the draft, or take the file again that was rendered from the same recipe before."""
    services = runtime.context
    history = from_json(state["draft"])
    folder = services.assets.outputs(state["request"]["conversation"])
    preview = wanted(state)
    started = monotonic()
    try:
        limit = state["request"].get("max_bytes") or 0
        look_above = None if preview else state["request"].get("look_above")
        again = None if preview else await _rendered_before(history, folder, services, limit)
        order = RenderOrder(
            conversation=state["request"]["conversation"],
            history=state["draft"],
            preview=asdict(preview) if preview else None,
            max_bytes=limit,
            look_above=look_above,
            seconds=services.pace.estimate(described(history)),
            account=to_plain(),
        )
        rendered = again or await _ordered(order, services, runtime.stream_writer)
        account().allowance.spent += rendered["usd"]
    except Unapproved as error:
        return {"quoted": quoted_for(error), "waits": True}
    except VfxbError as error:
        if isinstance(error, ToolFailed) and error.log:
            log.warning("render failed: %s\n%s", error, error.log)
        if asks(str(error)):
            return {"asking": str(error)}
        return {"refusal": str(error), "failed": isinstance(error, ToolFailed)}
    if preview:
        runtime.stream_writer(Previewed(path=Path(rendered["files"][0])))
    made = {name: value for name, value in rendered.items() if name != "found"}
    for key, found in (rendered.get("found") or {}).items():
        history = history.with_finding(key, found)
    return {"rendered": made | {"seconds": monotonic() - started}, "draft": to_json(history)}


async def _ordered(order: RenderOrder, services: Services, tell: Tell) -> dict[str, Any]:
    if services.steps is None:
        assets = services.assets
        made = await carry_out(await brought(order, assets), services, tell)
        return await received(await published(made, assets), assets)
    return await services.steps.render(order, tell)


async def carry_out(
    order: RenderOrder, services: Services, tell: Tell, helpers: Helpers | None = None
) -> dict[str, Any]:
    """Render what was ordered, here.

    Args:
        order: The render.
        services: What it is done with.
        tell: Takes what happens meanwhile.
        helpers: Who takes parts of it; None for nobody.

    Raises:
        VfxbError: It failed.
    """
    from tools.engine.compile.preview import Preview

    mine = from_plain(order.account)
    with on_behalf_of(mine):
        rendered = await _render(
            from_json(order.history),
            services.assets.outputs(order.conversation),
            Preview(**order.preview) if order.preview is not None else None,
            services,
            tell,
            order.max_bytes,
            order.look_above,
            Shared(asdict(order), helpers, services.assets) if helpers else None,
        )
    return rendered | {"usd": mine.allowance.spent}


async def _rendered_before(
    history: History, folder: Path, services: Services, limit: int
) -> dict[str, Any] | None:
    from tools.engine.probe.file import probe
    from tools.engine.render.work import Rendered

    version = history.delivered()
    if version is None or len(version.files) != 1:
        return None  # Several files are rendered again: what each should be is not kept.
    assets = services.assets
    try:
        path = await assets.at_hand(assets.written_down(folder / version.files[0]))
        source = await probe(path, name=path.name, limits=services.settings.limits)
    except (MemoryFault, VfxbError, OSError):
        return None  # Removed or damaged since: render it again.
    size = source.facts.size_bytes or 0
    if version.fitted not in {0, limit} or (limit and size > limit):
        return None  # It was made to fit elsewhere, or does not fit here.
    return _plain(Rendered(files=(path,), facts=source.facts), new=False, fitted=version.fitted)


async def _render(
    history: History,
    folder: Path,
    preview: Preview | None,
    services: Services,
    write: StreamWriter,
    limit: int,
    look_above: float | None,
    shared: Shared | None,
) -> dict[str, Any]:
    from tools.engine.parts.dividing import Dividing
    from tools.engine.parts.plan import parts_wanted
    from tools.engine.render.clip import render as render_clip

    progress = _Reporter(write)
    presented = await services.presenters.of(described(history), progress.news)
    clip = presented.clip
    fit = partial(fitted, clip, limit, in_parts=services.settings.files_url is None)
    smaller = fit() if limit and surely_too_large(clip, limit) else None
    too_large = 0
    async with services.renders:
        expected = services.pace.estimate(clip)
        progress.say(0.0, expected)
        spoken = await services.voices.of(clip, progress.news)
        try:
            make = partial(
                render_clip,
                folder=folder,
                stem=_stem(history, preview),
                sounds=spoken.sounds,
                limits=services.settings.limits,
                binary=services.settings.ffmpeg,
                on_progress=progress.tick,
                preview=preview,
                hardware=await _hardware(services),
                cache=_cache(services),
                capabilities=services.capabilities,
                dividing=Dividing(
                    seconds=expected,
                    parts=parts_wanted(services.settings.render_parts, expected),
                    elsewhere=shared if is_plain(clip) else None,
                ),
            )
            shown = is_wanted(clip, expected, look_above)
            async with first_look(clip, make, write) if shown else nullcontext():
                started = monotonic()
                rendered = await make(smaller or clip)
                size = max(file.stat().st_size for file in rendered.files)
                if limit and size > limit and smaller is None and not clip.zipped:
                    smaller, too_large = fit(before=size), size
                    if smaller:
                        progress.again()
                        rendered, smaller = await _made_to_fit(make, smaller, rendered)
        except OSError as error:
            kind = Outage if is_full(error) else ToolFailed
            raise kind(f"The result could not be written: {error.strerror}.") from error
        log.info("rendered: %s", "; ".join(rendered.reasons))
        rendered = replace(rendered, notes=(*presented.notes, *spoken.notes, *rendered.notes))
        if not (preview or rendered.divided):  # with others it is no pace of this machine
            services.pace.learn(clip, rendered.facts, monotonic() - started)
    progress.say(1.0, 0.0)
    found = {"found": presented.found}
    if smaller is None:
        return _plain(rendered, new=True) | found
    note = fitted_note(limit, too_large, smaller, clip, rendered.facts)
    told = replace(rendered, notes=(note, *rendered.notes))
    return _plain(told, new=True, fitted=limit) | found


async def _made_to_fit(
    make: Callable[[Clip], Awaitable[Rendered]], smaller: Clip, whole: Rendered
) -> tuple[Rendered, Clip | None]:
    """The smaller rendering; the whole one, which is there, where it turns out not to fit."""
    try:
        return await make(smaller), smaller
    except VfxbError as error:
        log.info("not made to fit: %s", error)
        return whole, None


def _cache(services: Services) -> Cache | None:
    """Where results of expensive operations are kept, unless nothing is to be."""
    from tools.engine.cache import Cache

    most_bytes = services.settings.cache_bytes
    return Cache(services.assets.cache(PASSES), most_bytes) if most_bytes else None


async def _hardware(services: Services) -> Hardware:
    """What encodes here besides the processor."""
    from tools.engine.ffmpeg import bundled
    from tools.engine.hardware import find_hardware

    settings = services.settings
    notes = services.assets.cache("hardware") / "trial.json"
    return await find_hardware(settings.ffmpeg or bundled(), settings.hardware, notes=notes)


class _Reporter:
    """Turns the engine's ticks into events whose fraction never falls."""

    def __init__(self, write: StreamWriter) -> None:
        self._write = write
        self._fraction = 0.0

    def again(self) -> None:
        """A further run begins, and nobody knows how long it takes."""
        self._write(Progress(fraction=self._fraction, eta=None, what="making it fit"))

    def news(self, words: str) -> None:
        """Something is waited for, and nobody knows how long."""
        self._write(Progress(fraction=self._fraction, eta=None, what=words))

    def tick(self, tick: Tick) -> None:
        self.say(tick.fraction, tick.eta)

    def say(self, fraction: float, eta: float | None) -> None:
        self._fraction = min(1.0, max(self._fraction, fraction))
        self._write(Progress(fraction=self._fraction, eta=eta))


def _plain(rendered: Rendered, *, new: bool, fitted: int = 0) -> dict[str, Any]:
    return {
        "fitted": fitted,
        "new": new,
        "usd": 0.0,
        "files": [str(path) for path in rendered.files],
        "count": rendered.count,
        "facts": TypeAdapter(Facts).dump_python(rendered.facts, mode="json"),
        "notes": list(rendered.notes),
    }


def _stem(history: History, preview: Preview | None) -> str:
    """A safe file name: the source's own, and the version or what is previewed."""
    name = Path(history.source.name).stem if history.source else ""
    safe = re.sub(r"[^\w.-]+", "-", name).strip("-._")[:_STEM_LENGTH] or "clip"
    if not preview:
        return f"{safe}-{history.next_version()}"
    # No version: named by its recipe, so that no preview takes the place of another one.
    recipe = TypeAdapter(Recipe).dump_json(history.recipe) + repr(preview).encode()
    return f"{safe}-preview-{hashlib.sha256(recipe).hexdigest()[:_DIGITS]}"
