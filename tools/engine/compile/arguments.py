"""Arguments: a graph of ffmpeg-python as the argument list of ffmpeg.

The library's own ``get_args`` compares each node with all others, and calls itself once for each
node of a chain: a hundred edits take it as long as all the rest, and a thousand are too deep for
it. Here nodes are put in order in one walk; how each of them is written is left to the library.

What shares no filter, such as picture and sound, becomes a graph of its own: ffmpeg runs each in a
thread. In one graph they wait for each other, and with several inputs they can wait for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    library._allocate_filter_stream_names(filters, taken, names)
    words = [
        *chain.from_iterable(map(library._get_input_args, inputs)),
        *chain.from_iterable(
            (
                "-filter_complex",
                ";".join(library._get_filter_spec(node, taken[node], names) for node in graph),
            )
            for graph in _graphs(filters)
        ),
        *library._get_output_args(output.node, names),
    ]
    return tuple(map(str, words))


def _graphs(filters: Sequence[Node]) -> Iterable[list[Node]]:
    """Filters by the graph that they are in, each after those that it takes from."""
    graph_of: dict[Node, list[Node]] = {}
    for node in filters:
        graph: list[Node] = []
        for edge in node.incoming_edges:
            joined = graph_of.get(edge.upstream_node, graph)
            if joined is not graph:
                graph, before = joined, graph
                graph += before
                graph_of |= dict.fromkeys(before, graph)
        graph.append(node)
        graph_of[node] = graph
    return {id(graph): graph for graph in graph_of.values()}.values()


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
