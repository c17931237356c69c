"""Demo: edit a clip by conversation, show it as a chat would, and check what came out.

``make demo`` makes a sample clip and holds a conversation of four messages; ``make demo
CLIP=my.mp4 SAY="..."`` does one turn on a file of your own. All that it makes lies under
``demo/``. The last line is ``demo: OK PATH`` or ``demo: FAILED REASON``.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from agent.messages import Reply, Request
from bots import expectations
from bots.attachments import clip_file
from bots.console import screen
from bots.edit import USER
from bots.expectations import Expectation
from bots.session import Session
from bots.text import answer, file_name, plain
from tools.errors import BadInput, VfxbError

FOLDER = Path("demo")
SAMPLE, SHEET, HOME = "sample.mp4", "contact-sheet.png", "home"
FINAL, GIF = "final", "first-3-seconds"


@dataclass(frozen=True, slots=True)
class Turn:
    """A message of the demo.

    Attributes:
        text: What is said.
        expect: Looks at the files that came out so far.
        keep: Name, without suffix, under which its file is kept; empty leaves it where it is.
    """

    text: str
    expect: Expectation
    keep: str = ""


CONVERSATION = (
    Turn(
        "trim to 2-10 seconds, make it black and white and "
        f'put the title "{expectations.TITLE}" at the bottom',
        expectations.black_and_white_with_title,
    ),
    Turn("undo the black and white", expectations.colours_are_back),
    Turn(
        'add a voice-over saying "Welcome to my channel" at the start',
        expectations.voice_at_the_start,
        keep=FINAL,
    ),
    Turn("give me a gif of the first 3 seconds", expectations.gif_of_three_seconds, keep=GIF),
)


def main() -> None:
    """Run the demo from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bots.demo", description=__doc__)
    parser.add_argument("--clip", default="", help="a clip of your own, in place of the sample")
    parser.add_argument("--say", default="", help="what to do with it")
    parser.add_argument("--picture", type=Path, help="draw the contact sheet here as well")
    options = parser.parse_args()
    started = time.monotonic()
    try:
        result = run(options.clip, options.say, picture=options.picture)
    except KeyboardInterrupt:
        typer.echo("\ndemo: STOPPED nothing is left running")
        sys.exit(130)
    except VfxbError as error:
        typer.echo(f"\ndemo: FAILED {plain(str(error))}")
        sys.exit(1)
    typer.echo(f"\nAll of it took {time.monotonic() - started:.0f} s.")
    typer.echo(f"demo: OK {result}")


def run(
    clip: str, words: str, folder: Path = FOLDER, picture: Path | None = None, shrink: int = 1
) -> str:
    """Hold the conversation.

    Args:
        clip: Name of a clip of one's own; empty makes the sample.
        words: What to do with it; empty holds the whole conversation, on the sample.
        folder: Where everything goes.
        picture: Where the contact sheet is drawn besides.
        shrink: How many times narrower and lower than 1280x720 the sample is.

    Returns:
        The path of the edited clip, or words where there is no file.

    Raises:
        VfxbError: Something did not work, or not as it should; the message says what.
    """
    if clip and not words:
        raise BadInput('Say what to do with it: make demo CLIP=my.mp4 SAY="make it shorter"')
    source = clip_file(clip) if clip else folder / SAMPLE
    _clean(folder, keep=source)
    if not clip:
        _make_sample(source, folder, shrink)
    turns = (Turn(words, expectations.anything, keep=FINAL),) if words else CONVERSATION
    replies: list[Reply] = []
    with Session(screen(err=False), folder / HOME) as session:
        for number, turn in enumerate(turns):
            typer.echo(f"\nYou:  {plain(turn.text)}")
            request = Request(
                conversation="demo",
                user=USER,
                text=turn.text,
                attachments=() if number else (source,),
            )
            replies.append(session.say(request))
            _show(replies[-1])
            turn.expect(source, [reply.files[:1] for reply in replies], replies[-1])
            if turn.keep and replies[-1].files:
                _keep(replies[-1].files[0], folder, turn.keep)
    return _finish(source, turns, replies, (folder / SHEET, *([picture] if picture else [])))


def _clean(folder: Path, *, keep: Path) -> None:
    """Take away what an earlier demo left, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / HOME, ignore_errors=True)
    for old in (*folder.glob(f"{FINAL}.*"), *folder.glob(f"{GIF}.*"), folder / SHEET):
        if not (keep.exists() and old.exists() and old.samefile(keep)):
            old.unlink(missing_ok=True)


def _make_sample(target: Path, folder: Path, shrink: int) -> None:
    from bots.sample import SECONDS, make_sample

    typer.echo(f"Making a sample clip of {SECONDS} s ...")
    scratch = folder / HOME / "sample"
    scratch.mkdir(parents=True, exist_ok=True)
    asyncio.run(make_sample(target, scratch, shrink))
    typer.echo(file_name(target))


def _show(reply: Reply) -> None:
    """The reply and its path, as they would stand in a chat."""
    typer.echo("VFXB: " + answer(reply).replace("\n", "\n      "))
    for file in reply.files:
        typer.echo(f"      {file_name(file)}")


def _keep(file: Path, folder: Path, stem: str) -> Path:
    target = folder / f"{stem}{file.suffix}"
    shutil.copyfile(file, target)
    return target


def _finish(
    source: Path, turns: Sequence[Turn], replies: Sequence[Reply], pictures: Sequence[Path]
) -> str:
    """Draw the contact sheet of the edited clip; the clip's path."""
    final = next(reply for turn, reply in zip(turns, replies, strict=True) if turn.keep == FINAL)
    if not final.files:
        return "(an answer, no file)"
    path = pictures[0].with_name(f"{FINAL}{final.files[0].suffix}")
    facts = final.receipt.facts
    if facts and facts.video:
        from bots.contact_sheet import before_and_after, described

        clip = asyncio.run(described(source, final.steps))
        for picture in pictures:
            before_and_after(source, path, clip, picture)
        typer.echo(f"\nBefore and after: {file_name(pictures[0])}")
    return str(path)


if __name__ == "__main__":
    main()
