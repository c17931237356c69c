"""Arguments: a graph of ffmpeg-python as the argument list of ffmpeg.

The library's own ``get_args`` compares each node with all others, and calls itself once for each
node of a chain: a hundred edits take it as long as all the rest, and a thousand are too deep for
it. Here nodes are put in order in one walk; how each of them is written is left to the library.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

Node = Any
"""A node of ffmpeg-python's graphs, which has no type that could be named."""
# Of each node, by the label of its output: who takes it, as what, and which stream of it.
_Taken = dict[Node, dict[Any, list[tuple[Node, Any, Any]]]]


def arguments(output: Any) -> tuple[str, ...]:
    """The arguments for a graph that ends in an output.

    Args:
        output: What ``ffmpeg.output`` gave.
    """
    from ffmpeg import _run as library
    from ffmpeg.nodes import FilterNode, InputNode

    taken: _Taken = {}
    nodes = list(_in_order(output.node, taken))
    inputs = [node for node in nodes if isinstance(node, InputNode)]
    filters = [node for node in nodes if isinstance(node, FilterNode)]
    names = {(node, None): str(number) for number, node in enumerate(inputs)}
    graph = library._get_filter_arg(filters, taken, names)
    words = [
        *chain.from_iterable(map(library._get_input_args, inputs)),
        *(("-filter_complex", graph) if graph else ()),
        *library._get_output_args(output.node, names),
    ]
    return tuple(map(str, words))


def _in_order(last: Node, taken: _Taken) -> Iterator[Node]:
    """All nodes, each after those that it takes from; notes on the way who takes what."""
    seen = {last}
    open_nodes = [(last, iter(last.incoming_edges))]
    while open_nodes:
        node, edges = open_nodes[-1]
        edge = next(edges, None)
        if edge is None:
            yield open_nodes.pop()[0]
            continue
        giver = edge.upstream_node
        takers = taken.setdefault(giver, {}).setdefault(edge.upstream_label, [])
        takers.append((node, edge.downstream_label, edge.upstream_selector))
        if giver not in seen:
            seen.add(giver)
            open_nodes.append((giver, iter(giver.incoming_edges)))
