"""Operations: the small language between the tools, which write it, and the engine, which reads it.

An operation is an immutable description of one change to the stream that reaches it. Its times
are seconds on that stream, its sizes displayed pixels. ``Operation.after`` predicts the facts.

Between operations a picture is a whole number of frames that each last ``1 / fps``; a time within
a frame means that frame. So lengths are whole frames too, and sound follows them to the sample.

What no rule of the optimiser names is a barrier to it: nothing is moved past it.
"""

from tools.operations.base import (
    Filter,
    Operation,
    Span,
    Spans,
)
from tools.operations.chapters import Chapters, Mark
from tools.operations.colour import (
    ColorTable,
    Key,
    ToneMap,
)
from tools.operations.composition import (
    Background,
    Join,
    JoinPart,
    JoinSound,
    Material,
    Overlay,
    TransitionName,
)
from tools.operations.drawn import (
    Counter,
    Counting,
    ProgressBar,
)
from tools.operations.looked import (
    Covered,
    CoverFaces,
    Follow,
    Normalize,
    Pan,
    Segment,
    Stabilize,
    Steady,
)
from tools.operations.picture import (
    BoxFilter,
    Crop,
    Pad,
    Ramp,
    Scale,
    Tile,
    TimedFilter,
    Turn,
    VideoFilter,
)
from tools.operations.presenting import (
    Present,
    Presentation,
    PresenterPlace,
)
from tools.operations.redrawn import Redraw, Work
from tools.operations.sound import (
    AudioFilter,
    Channels,
    Mix,
    Mute,
    SoundFilter,
    Utterance,
    utterances,
)
from tools.operations.time import (
    Cut,
    Excerpt,
    Hold,
    Rate,
    Retime,
    Reverse,
    SpeedRamp,
)
from tools.operations.titles import (
    Anchor,
    Animation,
    MotionKind,
    SoftSubtitles,
    Subtitles,
    TextStyle,
    Title,
    Titles,
)

__all__ = [
    "Anchor",
    "Animation",
    "AudioFilter",
    "Background",
    "BoxFilter",
    "Channels",
    "Chapters",
    "ColorTable",
    "Counter",
    "CoverFaces",
    "Covered",
    "Counting",
    "Crop",
    "Cut",
    "Excerpt",
    "Filter",
    "Follow",
    "Hold",
    "Join",
    "JoinPart",
    "JoinSound",
    "Key",
    "Mark",
    "Material",
    "Mix",
    "MotionKind",
    "Mute",
    "Normalize",
    "Operation",
    "Overlay",
    "Pad",
    "Pan",
    "Present",
    "Presentation",
    "PresenterPlace",
    "ProgressBar",
    "Ramp",
    "SpeedRamp",
    "Rate",
    "Redraw",
    "Retime",
    "Reverse",
    "Scale",
    "SoftSubtitles",
    "Segment",
    "SoundFilter",
    "Span",
    "Spans",
    "Subtitles",
    "Stabilize",
    "Steady",
    "TextStyle",
    "Tile",
    "TimedFilter",
    "Title",
    "Titles",
    "ToneMap",
    "TransitionName",
    "Turn",
    "Utterance",
    "VideoFilter",
    "Work",
    "utterances",
]
