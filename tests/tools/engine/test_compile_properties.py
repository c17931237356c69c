"""Properties of the optimizer and the compiler, for recipes of any tools in any order."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.engine.recipes import recipes
from tests.tools.made_up import NOWHERE, clip
from tools.clip import Clip
from tools.engine.compile.clip import compile_clip
from tools.engine.optimize.tracks import literal, optimize

_quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
_recipes = st.one_of(
    recipes(clip(6.0, width=320, height=180, fps=25)),
    recipes(clip(12.0, picture=False)),
    recipes(clip(6.0, width=319, height=181, fps=30, sound=False)),
)


@given(edited=_recipes)
@_quick
def test_the_same_recipe_gives_the_same_command(edited: Clip) -> None:
    assert compile_clip(edited) == compile_clip(edited)


@given(edited=_recipes)
@_quick
def test_rewriting_changes_how_and_not_what(edited: Clip) -> None:
    ours, asked = (compile_clip(edited, optimized=optimized) for optimized in (True, False))
    assert ours.expected == asked.expected == edited.output
    assert ours.output == asked.output


@given(edited=_recipes)
@_quick
def test_rewriting_ends_and_never_adds_work(edited: Clip) -> None:
    better, asked = optimize(edited), literal(edited)
    assert len(better.picture) <= len(asked.picture) + 2
    assert len(better.sound) <= len(asked.sound) + 2


@given(edited=_recipes)
@_quick
def test_a_command_is_words_and_knows_one_file(edited: Clip) -> None:
    command = compile_clip(edited)
    assert all(isinstance(word, str) and word for word in command.args)
    assert command.args[-1] == command.output
    assert {*command.links.values()} <= {NOWHERE}
    assert not [word for word in command.args if word.startswith("/") and word != str(NOWHERE)]
    # A graph for the picture and one for the sound, at most.
    assert command.args.count("-filter_complex") <= 2
