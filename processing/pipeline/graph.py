"""A recipe's graph: named nodes and what each needs. Checked whole before anything starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from processing.errors import StudioError


@dataclass(frozen=True)
class Node:
    """One stage to be. `inputs` maps a role to the ids of assets from outside the graph."""

    name: str
    kind: str
    needs: tuple[str, ...] = ()
    inputs: Mapping[str, list[str]] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    engine: str = ""


@dataclass(frozen=True)
class Graph:
    nodes: tuple[Node, ...]

    def ordered(self) -> tuple[Node, ...]:
        """The nodes so that each follows what it needs.

        Raises StudioError `graph.empty`, `graph.name_twice`, `graph.unknown_need` or `graph.cycle`.
        """
        by_name = {node.name: node for node in self.nodes}
        if not by_name:
            raise StudioError("graph.empty", "This recipe has nothing to do.")
        if len(by_name) != len(self.nodes):
            raise StudioError("graph.name_twice", "Two stages of this recipe have the same name.")
        for node in self.nodes:
            if strange := set(node.needs) - by_name.keys():
                raise StudioError("graph.unknown_need", f"{node.name} needs {min(strange)}, which is missing.")
        return self._sorted(by_name)

    def _sorted(self, by_name: Mapping[str, Node]) -> tuple[Node, ...]:
        placed: dict[str, Node] = {}
        while len(placed) < len(by_name):
            ready = [n for n in self.nodes if n.name not in placed and placed.keys() >= set(n.needs)]
            if not ready:
                left = min(by_name.keys() - placed.keys())
                raise StudioError("graph.cycle", f"{left} waits for itself through the stages it needs.")
            placed.update((node.name, node) for node in ready)
        return tuple(placed.values())
