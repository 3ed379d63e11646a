import pytest
from hypothesis import given
from hypothesis import strategies as st

from processing.errors import StudioError
from processing.pipeline.graph import Graph, Node


def graph(*edges: tuple[str, str]) -> Graph:
    """A graph written as (name, "names it needs")."""
    return Graph(tuple(Node(name, "echo", tuple(needs.split())) for name, needs in edges))


def refusal(broken: Graph) -> str:
    with pytest.raises(StudioError) as caught:
        broken.ordered()
    return caught.value.code


def test_each_node_follows_what_it_needs() -> None:
    order = [n.name for n in graph(("master", "mix"), ("mix", "voice band"), ("voice", ""), ("band", "")).ordered()]
    assert order == ["voice", "band", "mix", "master"]


def test_an_empty_graph_is_refused() -> None:
    assert refusal(Graph(())) == "graph.empty"


def test_a_name_given_twice_is_refused() -> None:
    assert refusal(graph(("mix", ""), ("mix", ""))) == "graph.name_twice"


def test_an_unknown_need_is_refused_and_named() -> None:
    with pytest.raises(StudioError, match="mix needs drums"):
        graph(("mix", "drums")).ordered()


@pytest.mark.parametrize(
    "edges", [[("a", "a")], [("a", "b"), ("b", "a")], [("s", ""), ("a", "s c"), ("b", "a"), ("c", "b")]]
)
def test_a_circle_is_refused(edges: list[tuple[str, str]]) -> None:
    assert refusal(graph(*edges)) == "graph.cycle"


@given(st.integers(1, 12), st.randoms(use_true_random=False))
def test_any_acyclic_graph_is_ordered(size: int, random: st.DrawFn) -> None:
    nodes = [(str(n), " ".join(str(m) for m in range(n) if random.random() < 0.3)) for n in range(size)]  # type: ignore[attr-defined]
    random.shuffle(nodes)  # type: ignore[attr-defined]
    placed: set[str] = set()
    for node in graph(*nodes).ordered():
        assert set(node.needs) <= placed
        placed.add(node.name)
    assert len(placed) == size
