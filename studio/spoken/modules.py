"""A file of Python, read into what can be asked of it: its functions, constants, imports and calls."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True, eq=False)
class Scope:
    """A place in the code: the file and the functions around it, innermost first."""

    place: str
    functions: tuple[Defined, ...] = ()


@dataclass
class Module:
    tree: ast.Module
    constants: dict[str, ast.expr] = field(default_factory=dict)
    functions: dict[str, list[Defined]] = field(default_factory=dict)
    classes: dict[str, list[str]] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)
    calls: list[tuple[Scope, ast.Call]] = field(default_factory=list)
    tables: list[tuple[Scope, ast.Dict]] = field(default_factory=list)


def read(place: str, text: str) -> Module:
    module = Module(ast.parse(text))
    for node in module.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            module.constants.update({one.id: node.value for one in targets if isinstance(one, ast.Name)})
        elif isinstance(node, ast.ImportFrom) and node.module:
            file = node.module.replace(".", "/") + ".py"
            module.imported.update({one.asname or one.name: (file, one.name) for one in node.names})
    _visit(module, module.tree, Scope(place))
    return module


def _visit(module: Module, node: ast.AST, scope: Scope) -> None:
    for child in ast.iter_child_nodes(node):
        inner = scope
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            module.functions.setdefault(child.name, []).append(child)
            inner = Scope(scope.place, (child, *scope.functions))
        elif isinstance(child, ast.Lambda):
            inner = Scope(scope.place, (child, *scope.functions))
        elif isinstance(child, ast.ClassDef):
            annotated = [one for one in child.body if isinstance(one, ast.AnnAssign)]
            module.classes[child.name] = [one.target.id for one in annotated if isinstance(one.target, ast.Name)]
        elif isinstance(child, ast.Call):
            module.calls.append((scope, child))
        elif isinstance(child, ast.Dict):
            module.tables.append((scope, child))
        _visit(module, child, inner)


def parameters(function: Defined, *, all_of_them: bool = False) -> list[str]:
    """Positional parameters in order, then keywords; without `self`."""
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args)]
    if not all_of_them and names[:1] in (["self"], ["cls"]):
        names = names[1:]
    return names + [one.arg for one in given.kwonlyargs]


def own_nodes(function: Defined) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions inside it."""
    todo: list[ast.AST] = list(ast.iter_child_nodes(function))
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            todo += ast.iter_child_nodes(node)


def assigned(name: str, nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    for node in nodes:
        match node:
            case ast.Assign():
                for target in node.targets:
                    yield from _taken(name, target, node.value)
            case ast.AnnAssign(value=ast.expr()) | ast.AugAssign() | ast.NamedExpr():
                yield from _taken(name, node.target, node.value)  # type: ignore[arg-type]
            case ast.For() | ast.comprehension():
                yield from _each(name, node.target, node.iter)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="append" | "extend")) if owner == name:
                yield from node.args


def _taken(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    """The part of an assignment that goes to `name`."""
    if isinstance(target, ast.Name):
        if target.id == name:
            yield value
    elif isinstance(target, ast.Tuple):
        if isinstance(value, ast.IfExp):
            yield from _taken(name, target, value.body)
            yield from _taken(name, target, value.orelse)
        elif isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
            for one, part in zip(target.elts, value.elts, strict=True):
                yield from _taken(name, one, part)
        elif isinstance(value, ast.Call):
            for number, one in enumerate(target.elts):
                if isinstance(one, ast.Name) and one.id == name:
                    yield ast.Subscript(value, ast.Constant(number))


def _each(name: str, target: ast.expr, items: ast.expr) -> Iterator[ast.expr]:
    if isinstance(items, ast.List | ast.Tuple):
        for one in items.elts:
            yield from _taken(name, target, one)
    elif isinstance(target, ast.Name) and target.id == name:
        yield items
