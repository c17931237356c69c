"""ToolSpec: reading a function, checking arguments, and saying what is wrong with them."""

from __future__ import annotations

from typing import Literal

import pytest

from tests.tools.made_up import clip
from tools import SPECS
from tools.clip import Clip
from tools.errors import BadInput
from tools.spec import ToolSpec
from tools.values import Seconds

Look = Literal["blur", "sharpen"]


def pixelate(clip: Clip, size: int = 8, look: Look = "blur", at: Seconds | None = None) -> Clip:
    """Turn the picture into large blocks.

    Args:
        clip: The clip.
        size: Side of a block
            in pixels.
        look: What to do besides.
        at: When.

    Examples:
        pixelate it
        "make it blocky"
        - big pixels please
    """
    return clip.then(done=f"pixelated by {size}")


SPEC = ToolSpec.of(pixelate)


def test_reads_the_docstring() -> None:
    assert SPEC.name == "pixelate"
    assert SPEC.summary == "Turn the picture into large blocks."
    assert SPEC.descriptions["size"] == "Side of a block in pixels."
    assert SPEC.examples == ("pixelate it", "make it blocky", "big pixels please")


def test_quotes_that_belong_to_an_example_stay() -> None:
    assert 'put the title "Hello from VFXB" at the bottom' in SPECS["add_text"].examples


def test_schema_reads_well() -> None:
    assert SPEC.schema == {
        "type": "object",
        "properties": {
            "size": {"type": "integer", "default": 8, "description": "Side of a block in pixels."},
            "look": {
                "type": "string",
                "enum": ["blur", "sharpen"],
                "default": "blur",
                "description": "What to do besides.",
            },
            "at": {
                "type": ["number", "string"],
                "examples": [12.5, "0:05", "halfway"],
                "description": "When.",
            },
        },
        "required": [],
        "additionalProperties": False,
    }


def test_null_for_an_optional_argument_means_left_out() -> None:
    assert SPEC.parse({"size": None, "at": None}) == {}


def test_arguments_come_in_the_order_of_the_signature() -> None:
    assert list(SPEC.parse({"at": 1, "look": "blur", "size": 2})) == ["size", "look", "at"]


def test_a_number_will_do_as_words() -> None:
    assert SPECS["add_text"].parse({"text": 2024}) == {"text": "2024"}


@pytest.mark.parametrize(
    ("tool", "args", "said"),
    [
        ("trim_video", {"begin": 3}, "trim_video has no argument 'begin'. It has: start, end."),
        ("cut_out", {"start": 3}, "cut_out needs 'end': First moment to keep again."),
        ("trim_video", {"start": -3}, "start = '-3': -3 s is negative"),
        ("trim_video", {"start": "soon"}, "'soon' is not a time; write seconds (12.5)"),
        ("trim_video", {"start": [1]}, "start = '[1]': write a number or a few words."),
        ("trim_video", {"start": float("nan")}, "that is not a finite number"),
        ("apply_filter", {"filter_type": "ghibli"}, "'ghibli' is not a filter_type; choose 'vin"),
        ("convert_format", {"format": "rm"}, "'rm' is not a format; choose 'mp4', 'webm'"),
        ("add_text", {"text": "x", "color": "blurple"}, "'blurple' is not a colour; write a name"),
        ("add_text", {"text": "x", "position": "mars"}, "'mars' is not a place; choose top-left"),
        ("resize_video", {"height": "480p"}, "use resolution"),
        ("change_speed", {"factor": 0}, "a speed of 0 would stop the clip; 0.5 is half speed"),
        ("change_speed", {"factor": "z" * 5_000}, "5000 characters"),
    ],
)
def test_errors_name_the_value_and_what_would_do(
    tool: str, args: dict[str, object], said: str
) -> None:
    with pytest.raises(BadInput) as caught:
        SPECS[tool].call(clip(), args)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 400


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        SPECS["trim_video"].parse({"start": "soon", "end": -1, "speed": 2})
    assert all(word in str(caught.value) for word in ("soon", "-1", "speed"))
