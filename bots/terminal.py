"""The ``vfxb`` command line: what people type, and what the shell gets back.

Exit codes: 0 done, 1 the edit failed, 2 wrong usage or input, 3 it was refused or needs an answer,
130 Ctrl-C. Standard output carries the reply, standard error everything that moves.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from typing import Annotated

import typer

app = typer.Typer(
    name="vfxb",
    help="A video editor that lives in a chat: say what you want, get the rendered clip back.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


@app.callback(invoke_without_command=True)
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)
    ] = False,
) -> None:
    """Options of the command itself."""
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"vfxb {version_of('vfxb')}")
        raise typer.Exit


@app.command(
    epilog="""
    Example: vfxb edit clip.mp4 "trim to 0:10-0:30, make it black and white"

    The result is saved in the current folder, as CLIP-edited.mp4, unless -o says otherwise. The
    clip itself is never written to. A name that starts with a dash goes after --.
    """
)
def edit(
    clip: Annotated[
        str,
        typer.Argument(metavar="CLIP", help="The clip. A conversation that goes on needs none."),
    ],
    request: Annotated[
        list[str] | None,
        typer.Argument(metavar="REQUEST", help="What to do with it, in plain words, in quotes."),
    ] = None,
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Where to save the result: a file or a folder."
        ),
    ] = "",
    force: Annotated[
        bool, typer.Option("-f", "--force", help="Let -o replace an existing file.")
    ] = False,
    conversation: Annotated[
        str,
        typer.Option(metavar="NAME", help="Go on with the conversation of that name, or begin it."),
    ] = "",
    preview: Annotated[bool, typer.Option("--preview", help="Render small and fast.")] = False,
    yes: Annotated[
        bool, typer.Option("-y", "--yes", help="Agree to edits that cost money or long minutes.")
    ] = False,
    json: Json = False,
) -> None:
    """Edit a clip by a request in plain words."""
    from bots.edit import Edit

    order = Edit(
        words=[clip, *(request or [])],
        output=output,
        force=force,
        conversation=conversation,
        preview=preview,
        yes=yes,
        json=json,
    )
    _run(order.run)


@app.command()
def chat(
    clips: Annotated[
        list[str] | None, typer.Argument(metavar="[CLIP]", help="Clip to begin with.")
    ] = None,
    conversation: Annotated[
        str,
        typer.Option(metavar="NAME", help="Go on with the conversation of that name, or begin it."),
    ] = "",
) -> None:
    """Edit by conversation: undo, versions, memory."""
    from bots.chat import Chat

    _run(Chat(clips=clips or [], conversation=conversation).run)


@app.command()
def tools(
    name: Annotated[
        str, typer.Argument(metavar="[TOOL]", help="Tell all about this one tool.")
    ] = "",
    json: Json = False,
) -> None:
    """List every tool with its arguments and an example."""
    from bots.catalogue import show

    _run(lambda: show(name, json=json))


@app.command()
def doctor(json: Json = False) -> None:
    """Check what works here, and say what to do about the rest."""
    from bots.doctor.examination import examine

    _run(lambda: examine(json=json))


@app.command()
def clean(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would go, and why.")
    ] = False,
    json: Json = False,
) -> None:
    """Delete what is not kept any longer: old results, what nothing refers to, caches."""
    from bots.clean import clean as clean_up

    _run(lambda: clean_up(dry_run=dry_run, json=json))


@app.command()
def usage(
    person: Annotated[
        str, typer.Option(metavar="NAME", help="Only of this person, such as telegram:123.")
    ] = "",
    group: Annotated[
        str, typer.Option(metavar="NAME", help="Only of this group, such as discord:456.")
    ] = "",
    json: Json = False,
) -> None:
    """Tell what services charged, of what they may, and what the cache saved."""
    from bots.usage import show

    _run(lambda: show(person=person, group=group, json=json))


@app.command(
    epilog="""
    Running bots take up what is steered here within their next request. A share is in per cent;
    equal requests always go the same way. Example: vfxb services --share "speech VibeVoice 5"
    """
)
def services(
    share: Annotated[
        list[str] | None,
        typer.Option(metavar='"CAPABILITY ENGINE PERCENT"', help="Try an engine on some traffic."),
    ] = None,
    force: Annotated[
        list[str] | None,
        typer.Option(metavar='"CAPABILITY ENGINE"', help="Send everything to an engine."),
    ] = None,
    release: Annotated[
        list[str] | None,
        typer.Option(metavar="CAPABILITY", help="Steer it no more."),
    ] = None,
    json: Json = False,
) -> None:
    """Tell how every engine is: set up, reachable, how fast, how dear; or steer what goes where."""
    from bots.services import show, steer

    if share or force or release:
        _run(lambda: steer(share or [], force or [], release or []))
    _run(lambda: show(json=json))


@app.command()
def backup(
    target: Annotated[str, typer.Argument(metavar="FILE", help="The tar file to write.")],
    results: Annotated[bool, typer.Option("--results", help="Take results along, too.")] = False,
    everything: Annotated[
        bool,
        typer.Option(
            "--everything", help="Take along what lies on a database server and in a bucket."
        ),
    ] = False,
) -> None:
    """Save all state in one file, also while bots run."""
    from bots.backup import backup as save

    _run(lambda: save(target, results=results, everything=everything))


@app.command(
    epilog="""
    It goes to the place that is set now, which need not be like the one before: from a folder to
    PostgreSQL and S3, or back. That place has to be empty.
    """
)
def restore(
    source: Annotated[str, typer.Argument(metavar="FILE", help="What `vfxb backup` wrote.")],
    home_only: Annotated[
        bool,
        typer.Option("--home-only", help="Leave database server and bucket alone."),
    ] = False,
) -> None:
    """Bring a backup back, into an empty VFXB_HOME."""
    from bots.restoring import restore as load

    _run(lambda: load(source, home_only=home_only))


@app.command()
def telegram() -> None:
    """Run the Telegram bot, until it is stopped."""
    from bots.service import serve

    _run(lambda: serve("telegram"))


@app.command()
def discord() -> None:
    """Run the Discord bot, until it is stopped."""
    from bots.service import serve

    _run(lambda: serve("discord"))


@app.command()
def worker() -> None:
    """Render for the bots of all machines, until it is stopped."""
    from bots.jobs.worker import serve

    _run(serve)


def _run(command: Callable[[], int]) -> None:
    """Run a command to its exit code; one that is stopped by a signal says so and is calm."""
    # It announces every retry of a request as a warning; here progress tells of it.
    logging.getLogger("stamina").setLevel(logging.ERROR)
    try:
        code = command()
    except KeyboardInterrupt as stopped:
        typer.echo("\nStopped. Nothing was changed.", err=True)
        code = 128 + (stopped.args[0] if stopped.args else signal.SIGINT)
    raise typer.Exit(code)
