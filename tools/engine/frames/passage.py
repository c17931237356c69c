"""Passage: how pictures leave ffmpeg and come back, as commands.

They leave as RGB and come back as they were stored, by the same matrix both ways: what is not
drawn anew looks the same afterwards. What comes back is kept without loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tools.clip import Clip
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.compile.composition import OWN_COLOURS, matrix_of
from tools.engine.compile.graph import exactly
from tools.engine.compile.picture import compile_picture
from tools.engine.compile.time import span_of, walk
from tools.engine.frames.pieces import PATTERN, Piece
from tools.engine.frames.stream import DRAWN, READ
from tools.engine.optimize.tracks import optimize
from tools.engine.titles.sheet import Sheet
from tools.facts import Facts, Source, VideoFacts
from tools.operations import Cut, Operation, Redraw

PICTURES, REDRAWN = "frame-%06d.png", "drawn-%06d.png"
"""Names of single pictures as they are, and as they become."""

# What the filter calls a matrix that files call otherwise.
_SCALED = {"bt2020nc": "bt2020", "bt2020c": "bt2020"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Pictures of a clip on their way to be drawn anew.

    Attributes:
        source: Where they are read.
        before: What is done to them before, in order.
        redraw: How they are drawn.
    """

    source: Source
    before: tuple[Operation, ...]
    redraw: Redraw

    @property
    def clip(self) -> Clip:
        """The picture as it leaves."""
        facts = self.source.facts.with_video(variable_rate=False)
        clip = Clip(source=self.source, facts=replace(facts, audio=None))
        return clip.then(*self.before, done="")

    @property
    def facts(self) -> Facts:
        """What leaves."""
        facts = self.source.facts.with_video(variable_rate=False)
        for _, _, after in walk(facts, self.before):
            facts = after
        return facts

    @property
    def video(self) -> VideoFacts:
        """The picture that leaves."""
        return self.clip.need_video("draw pictures anew")

    @property
    def made(self) -> Facts:
        """The file that comes back."""
        after, video = self.redraw.after(self.facts), self.video
        large = after.with_video().video or video
        alpha = large.alpha
        shown = VideoFacts(
            width=large.width,
            height=large.height,
            fps=large.fps,
            codec="ffv1" if alpha else "h264",
            alpha=alpha,
            matrix=matrix_of(video),
        )
        return Facts(duration=after.duration, video=shown, audio=None, container="mkv")

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The pictures that are drawn: from one to before another."""
        facts = self.facts
        if not self.redraw.spans:
            return [(0, facts.frames)]
        return [(facts.frame_at(s.start), facts.frame_at(s.end)) for s in self.redraw.spans]

    def raw(self, first: int, end: int) -> Command:
        """Pictures as raw RGB into the pipe."""
        kind = "rgba" if self.video.alpha else "rgb24"
        return self._read(first, end, READ, {"format": "rawvideo", "pix_fmt": kind})

    def images(self, first: int, end: int) -> Command:
        """Pictures as a PNG each."""
        return self._read(first, end, PICTURES, {"format": "image2", "start_number": first})

    def film(self, first: int, end: int, name: str) -> Command:
        """Pictures as a clip that every service takes."""
        settings = {
            "c:v": "libx264", "crf": 14, "preset": "veryfast", "pix_fmt": "yuv420p",
            "movflags": "+faststart",
        }  # fmt: skip
        return self._read(first, end, name, settings)

    def _read(self, first: int, end: int, name: str, settings: dict[str, Any]) -> Command:
        import ffmpeg as graph

        clip, facts = self.clip, self.facts
        if (first, end) != (0, facts.frames):
            clip = clip.then(Cut((span_of(first, end, facts),)), done="")
        sheet, video = Sheet(), self.video
        own = video.codec in OWN_COLOURS
        shown = replace(video, codec="png" if own else "h264")
        stream = compile_picture(self.source, optimize(clip).picture, shown, sheet)
        if not own:
            matrix = _SCALED.get(matrix_of(video), matrix_of(video))
            stream = stream.filter("scale", in_color_matrix=matrix, out_range="pc")
        stream = stream.filter("format", pix_fmts="rgba" if video.alpha else "rgb24")
        if settings.get("pix_fmt") == "yuv420p":
            stream = stream.filter("pad", w="ceil(iw/2)*2", h="ceil(ih/2)*2")
        output = graph.output(exactly(stream, end - first), name, **settings)
        return Command(args=arguments(output), output=name, expected=clip.facts, files=sheet.files)

    def write(self, run: Sequence[Piece]) -> Command:
        """Raw pictures out of the pipe, into the files of pieces that follow each other."""
        video = self.made.video or self.video
        kind = "rgba" if self.video.alpha or video.alpha else "rgb24"
        size = f"{video.width}x{video.height}"
        read = ("-f", "rawvideo", "-pixel_format", kind, "-video_size", size)
        edges = ",".join(str(piece.end - run[0].first) for piece in run[:-1])
        target: tuple[str, ...] = ("-f", "matroska", run[0].file)
        if edges:
            target = (
                "-f", "segment", "-segment_format", "matroska", "-segment_frames", edges,
                "-segment_start_number", str(run[0].number), "-reset_timestamps", "1", PATTERN,
            )  # fmt: skip
        return self._write((*read, "-framerate", str(video.fps), "-i", DRAWN), target, run)

    def collect(self, piece: Piece) -> Command:
        """Single pictures into the file of a piece."""
        rate = str(self.video.fps)
        read = ("-f", "image2", "-framerate", rate, "-start_number", str(piece.first))
        target = ("-f", "matroska", piece.file)
        return self._write((*read, "-i", REDRAWN), target, [piece])

    def take(self, film: Source, piece: Piece) -> Command:
        """A clip that came back into the file of a piece: its size, its rate, its length."""
        video = self.video
        read = (
            "-f", film.demuxer, "-protocol_whitelist", "file", "-i", str(film.path.absolute()),
        )  # fmt: skip
        count = piece.end - piece.first
        # The rate is ours by the share of its length: some models give fewer pictures a second.
        stretch = f"setpts=PTS*{float(count / video.fps) / film.facts.duration:.6f}"
        fit = (
            stretch, f"fps={video.fps}:start_time=0",
            f"scale={video.width}:{video.height}", "tpad=stop=-1:stop_mode=clone",
            f"trim=end_frame={count}",
        )  # fmt: skip
        return self._write(read, ("-an", "-f", "matroska", piece.file), [piece], fit)

    def _write(
        self,
        read: tuple[str, ...],
        target: tuple[str, ...],
        run: Sequence[Piece],
        fit: tuple[str, ...] = (),
    ) -> Command:
        video = self.made.video or self.video
        matrix = video.matrix
        pixels = "yuv420p" if video.width % 2 == video.height % 2 == 0 else "yuv444p"
        if video.alpha:
            pixels, codec = pixels.replace("yuv", "yuva"), ["-c:v", "ffv1"]
        else:
            # Pieces of a run are equally long: each begins with a key picture.
            size = str(run[0].end - run[0].first)
            codec = [
                "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-qp", "0",
                "-g", size, "-keyint_min", size, "-sc_threshold", "0",
            ]  # fmt: skip
        scaled = _SCALED.get(matrix, matrix)
        resize = f"scale={video.width}:{video.height}:out_color_matrix={scaled}:out_range=tv"
        graph = ",".join((*fit, resize, f"format={pixels}", "setsar=1"))
        args = (*read, "-vf", graph, *codec, "-colorspace", matrix, "-color_range", "tv", *target)
        return Command(args=args, output=target[-1], expected=self.made)
