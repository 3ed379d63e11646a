"""Reading Python far enough to know which texts can stand in an expression. It runs nothing."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from studio.spoken import modules
from studio.spoken.modules import Defined, Scope, assigned, own_nodes, parameters

TRANSLATED = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"}
UNCHANGED = {"capitalize", "lower", "strip", "rstrip", "lstrip", "removesuffix", "replace", "upper", "append", "extend"}
PASSED = {"str", "tuple", "list", "sorted", "set", "dict", "max", "min"}


@dataclass(frozen=True)
class Signature:
    """Something that can be called: the file it stands in and its parameters or fields in order."""

    place: str
    parameters: list[str]
    is_method: bool


class Code:
    def __init__(self, sources: Mapping[str, str], fields: frozenset[str]) -> None:
        self.modules = {place: modules.read(place, text) for place, text in sources.items()}
        self._fields = fields

    def scope(self, place: str, function: Defined | None) -> Scope:
        return Scope(place, (function,) if function else ())

    def calls(self) -> Iterator[tuple[Scope, ast.Call]]:
        for module in self.modules.values():
            yield from module.calls

    def entries(self) -> Iterator[tuple[Scope, ast.expr]]:
        """Values of written dictionaries under a key that means something for people."""
        for module in self.modules.values():
            for scope, table in module.tables:
                for key, value in zip(table.keys, table.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value in self._fields:
                        yield scope, value

    def called(self, call: ast.Call) -> str:
        return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")

    def owner(self, call: ast.Call) -> str:
        """`log` of `self.log.append(...)`."""
        of = call.func.value if isinstance(call.func, ast.Attribute) else None
        return of.id if isinstance(of, ast.Name) else of.attr if isinstance(of, ast.Attribute) else ""

    @cached_property
    def _signatures(self) -> dict[str, list[Signature]]:
        found: dict[str, list[Signature]] = {}
        for place, module in self.modules.items():
            for name, fields in module.classes.items():
                found.setdefault(name, []).append(Signature(place, fields, is_method=False))
            for name, functions in module.functions.items():
                for one in functions:
                    is_method = parameters(one, all_of_them=True)[:1] in (["self"], ["cls"])
                    found.setdefault(name, []).append(Signature(place, parameters(one), is_method))
        return found

    def signatures(self, call: ast.Call, place: str) -> list[Signature]:
        """What can be meant by a call in a file: what stands in it or is imported, or anybody's method."""
        name, imported = self.called(call), self.modules[place].imported
        rows = self._signatures.get(name, [])
        if isinstance(call.func, ast.Attribute) and self.owner(call) not in imported:
            own = [row for row in rows if row.place == place]
            return own or [row for row in rows if row.is_method and not name.startswith("_")]
        home, _name = self._home(call.func, name, place)
        # A package may hand on what one of its files holds.
        return [row for row in rows if row.place == home or row.place.startswith(home.removesuffix(".py") + "/")]

    def inside(self, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """The expressions whose texts this one can hold."""
        match node:
            case ast.IfExp():
                yield from ((node.body, scope), (node.orelse, scope))
            case ast.BoolOp():
                yield from ((value, scope) for value in node.values)
            case ast.BinOp(op=ast.Add()):
                yield from ((node.left, scope), (node.right, scope))
            case ast.List() | ast.Tuple() | ast.Set():
                yield from ((one, scope) for one in node.elts)
            case ast.Dict():
                yield from ((one, scope) for one in node.values)
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
                yield node.elt, scope
            case ast.Subscript(value=ast.Call() as call, slice=ast.Constant(value=int(place))):
                for returned, where in self._result(call, scope):
                    several = returned.elts if isinstance(returned, ast.Tuple) else []
                    yield (several[place] if place < len(several) else returned), where
            case ast.Starred() | ast.NamedExpr() | ast.Subscript():
                yield node.value, scope
            case ast.Attribute():
                yield from self._property(node.attr, scope)
            case ast.Call():
                yield from self._result(node, scope)

    def _property(self, name: str, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        for function in self.modules[scope.place].functions.get(name, []):
            if any("property" in ast.unparse(one) for one in getattr(function, "decorator_list", [])):
                yield from self._returned(function, scope.place)

    def _result(self, call: ast.Call, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        name = self.called(call)
        if name in TRANSLATED:
            return
        if isinstance(call.func, ast.Attribute):
            if name == "join":
                between = call.func.value.value if isinstance(call.func.value, ast.Constant) else ""
                yield ast.Constant("{one}" + str(between) + "{other}"), scope
                yield from ((one, scope) for one in call.args)
            elif name == "get":
                yield from ((one, scope) for one in (call.func.value, *call.args[1:]))
            elif name in UNCHANGED or name in {"format", "items", "values"}:
                yield call.func.value, scope
        elif name in PASSED:
            yield from ((one, scope) for one in call.args)
        place, name = self._home(call.func, name, scope.place)
        for function in self.modules[place].functions.get(name, []) if place in self.modules else []:
            yield from self._returned(function, place)

    def _home(self, called: ast.expr, name: str, place: str) -> tuple[str, str]:
        """The file in which a called function is written, and its name there."""
        imported = self.modules[place].imported
        if isinstance(called, ast.Attribute):
            package, file = imported.get(called.value.id, ("", "")) if isinstance(called.value, ast.Name) else ("", "")
            return (f"{package.removesuffix('.py')}/{file}.py" if file else place), name
        return imported.get(name, (place, name))

    def _returned(self, function: Defined, place: str) -> Iterator[tuple[ast.expr, Scope]]:
        scope = Scope(place, (function,))
        if isinstance(function, ast.Lambda):
            yield function.body, scope
            return
        for node in own_nodes(function):
            if isinstance(node, ast.Return | ast.Yield | ast.YieldFrom) and node.value is not None:
                yield node.value, scope

    def bound(self, name: str, scope: Scope) -> tuple[list[tuple[ast.expr, Scope]], tuple[str, str, str] | None]:
        """What a name can stand for here, and the parameter (file, function, name) that it is, if it is one."""
        for depth, function in enumerate(scope.functions):
            where = Scope(scope.place, scope.functions[depth:])
            values = [(value, where) for value in assigned(name, own_nodes(function))]
            if name in parameters(function, all_of_them=True):
                return values, (scope.place, getattr(function, "name", ""), name)
            if values:
                return values, None
        module = self.modules[scope.place]
        place, name = module.imported.get(name, (scope.place, name))
        constant = self.modules[place].constants.get(name) if place in self.modules else None
        return ([(constant, Scope(place))] if constant is not None else []), None
