"""Drawing: the pieces of a drawing by one engine, in whichever of the ways it works."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tools.engine import ffmpeg
from tools.engine.frames.conform import conformed
from tools.engine.frames.passage import PICTURES, REDRAWN, Passage
from tools.engine.frames.pieces import Piece, Shelf, even_pieces, joining, pieces_at, runs_of
from tools.engine.frames.progress import Progress
from tools.engine.frames.stream import Row, stream
from tools.engine.limits import Limits
from tools.engine.probe.file import probe
from tools.engine.verify.file import Expectation, verify
from tools.errors import LimitExceeded
from tools.services.pictures.protocol import ByFilm, ByImage, Local, PictureEngine
from tools.services.registry import Capabilities
from tools.together import together

# Pictures that are with a service at the same time.
_AT_ONCE = 4
_KEPT_SO_FAR = " What was drawn so far is kept: ask for the same again and it goes on from there."


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What all pieces share.

    Attributes:
        passage: The pictures.
        engine: Who draws them.
        capabilities: How services are asked.
        shelf: Where pieces are kept.
        limits: Time and memory that it may take.
        binary: The ffmpeg to use; the bundled one when None.
        tell: Told how far it is.
    """

    passage: Passage
    engine: PictureEngine
    capabilities: Capabilities
    shelf: Shelf
    limits: Limits
    binary: Path | None
    tell: Callable[[ffmpeg.Tick], None] | None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All of it."""
        frames = self.passage.facts.frames
        if isinstance(self.engine, ByFilm):
            return pieces_at(frames, self.passage.spans)
        return even_pieces(frames, self.engine.seconds(self.passage.video))

    async def run(self, output: Path) -> tuple[str, ...]:
        """Draw what is not there yet, and put all of it into one file.

        Returns:
            What people should be told.

        Raises:
            ServiceError: The engine failed.
            ToolFailed: Something else did.
            LimitExceeded: It took longer than it may.
        """
        pieces = self.pieces
        missing = self.shelf.missing(pieces)
        progress = Progress(
            self.tell, self.passage.facts.frames, self.engine.seconds(self.passage.video)
        )
        progress.begin(sum(p.end - p.first for p in pieces) - sum(p.end - p.first for p in missing))
        notes: tuple[str, ...] = ()
        if missing:
            async with progress.beating():
                notes = await self._ask(missing, progress)
        await self._join(pieces, output)
        return notes

    async def _ask(self, missing: Sequence[Piece], progress: Progress) -> tuple[str, ...]:
        """Have an engine draw, the way it works."""
        engine = self.engine
        if isinstance(engine, Local):
            return await self._locally(engine, missing, progress)
        notes: list[str] = []
        for piece in missing:
            if isinstance(engine, ByImage):
                notes += await self._by_image(engine, piece, progress)
            elif isinstance(engine, ByFilm):
                notes += await self._by_film(engine, piece)
            progress.finished(piece.end - piece.first)
            self.shelf.keep(piece)
        return tuple(dict.fromkeys(notes))

    async def _locally(
        self, engine: Local, missing: Sequence[Piece], progress: Progress
    ) -> tuple[str, ...]:
        tell, frames = self.tell, self.passage.facts.frames

        async def all_of_it(engine: Local) -> None:
            order = await engine.order(
                self.passage.redraw, lambda _: tell(ffmpeg.Tick(0.0, None)) if tell else None
            )
            try:
                for run in runs_of(missing):
                    await self._stream(order, run, progress)
            except LimitExceeded as error:
                raise LimitExceeded(f"{error}{_KEPT_SO_FAR}") from error

        outcome = await self.capabilities.policy.call(
            self.passage.redraw.work,
            [engine],
            all_of_it,
            key=None,
            units={"images": float(frames)},
            seconds=self.passage.facts.duration,
        )
        return outcome.notes

    async def _stream(self, order: dict[str, Any], run: list[Piece], progress: Progress) -> None:
        video = self.passage.video
        waiting = list(run)

        def drawn(count: int) -> None:
            progress.drawn(count)
            # A file is whole once the one after it has been begun.
            while len(waiting) > 1 and (self.shelf.folder / waiting[1].file).exists():
                self.shelf.keep(waiting.pop(0))

        row = Row(
            read=self.passage.raw(run[0].first, run[-1].end),
            order={
                **order,
                "width": video.width,
                "height": video.height,
                "channels": 4 if video.alpha else 3,
                "first": run[0].first,
                "count": run[-1].end - run[0].first,
                "spans": self.passage.spans,
            },
            write=self.passage.write(run),
            folder=self.shelf.folder,
            limits=self.limits,
            binary=self.binary,
            on_drawn=drawn,
        )
        await stream(row)
        for piece in waiting:
            self.shelf.keep(piece)
        progress.finished(run[-1].end - run[0].first)

    async def _by_image(self, engine: ByImage, piece: Piece, progress: Progress) -> list[str]:
        """Pictures to a service, a few at a time; those that are known cost nothing."""
        await self._ffmpeg(self.passage.images(piece.first, piece.end))
        lanes, done, notes = asyncio.Semaphore(_AT_ONCE), 0, list[str]()

        async def one(number: int) -> None:
            nonlocal done
            image, target = (self.shelf.folder / (name % number) for name in (PICTURES, REDRAWN))
            if any(first <= number < end for first, end in self.passage.spans):
                async with lanes:
                    notes.extend(await self._picture(engine, image, target))
                image.unlink()
            else:
                image.replace(target)
            done += 1
            progress.drawn(done)

        await together(one, range(piece.first, piece.end))
        await self._ffmpeg(self.passage.collect(piece))
        for number in range(piece.first, piece.end):
            (self.shelf.folder / (REDRAWN % number)).unlink()
        return notes

    async def _picture(self, engine: ByImage, image: Path, target: Path) -> tuple[str, ...]:
        redraw, video = self.passage.redraw, self.passage.made.video or self.passage.video
        content = hashlib.sha256(await asyncio.to_thread(image.read_bytes)).hexdigest()
        fresh = target.with_suffix(".answer")
        outcome = await self.capabilities.policy.call(
            redraw.work,
            [engine],
            lambda engine: engine.draw(image, redraw, fresh),
            key=[content, redraw.factor, redraw.style, redraw.strength],
            units={"predictions": 1.0, "images": 1.0},
            seconds=float(1 / video.fps),
        )
        size = video.width, video.height
        cut_out = redraw.work == "background"
        await conformed(outcome.value, target, size, alpha=cut_out, behind=redraw.behind)
        fresh.unlink(missing_ok=True)
        return outcome.notes

    async def _by_film(self, engine: ByFilm, piece: Piece) -> tuple[str, ...]:
        folder, redraw = self.shelf.folder, self.passage.redraw
        if (piece.first, piece.end) not in self.passage.spans:
            await self._ffmpeg(self.passage.images(piece.first, piece.end))
            for number in range(piece.first, piece.end):
                (folder / (PICTURES % number)).replace(folder / (REDRAWN % number))
            await self._ffmpeg(self.passage.collect(piece))
            return ()
        sent, fresh = folder / f"sent-{piece.number}.mp4", folder / f"film-{piece.number}.answer"
        await self._ffmpeg(self.passage.film(piece.first, piece.end, sent.name))
        length = float((piece.end - piece.first) / self.passage.video.fps)
        outcome = await self.capabilities.policy.call(
            redraw.work,
            [engine],
            lambda engine: engine.film(sent, redraw, fresh),
            key=[self.shelf.name, piece.first, piece.end],
            units={"predictions": 1.0, "seconds": length},
            seconds=length,
        )
        film = await probe(outcome.value, limits=self.limits)
        await self._ffmpeg(self.passage.take(film, piece))
        return outcome.notes

    async def _ffmpeg(self, command: Any) -> None:
        await ffmpeg.run(command, self.shelf.folder, binary=self.binary, limits=self.limits)

    async def _join(self, pieces: Sequence[Piece], output: Path) -> None:
        made = self.passage.made
        try:
            if len(pieces) == 1:
                await asyncio.to_thread(shutil.copyfile, self.shelf.folder / pieces[0].file, output)
            else:
                fps = self.passage.video.fps
                await self._ffmpeg(joining(pieces, fps, output.name, made))
                (self.shelf.folder / output.name).replace(output)
            checked = replace(made, video=made.video and replace(made.video, matrix=""))
            await verify(output, Expectation(facts=checked), self.limits)
        except BaseException:
            self.shelf.drop(pieces)
            raise
