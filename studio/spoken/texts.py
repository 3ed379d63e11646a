"""The text of a literal or an f-string, with named fields for what is put into it."""

import ast
import re

UNITS = frozenset(["dB", "LUFS", "dBTP", "dBFS", "LU", "Hz", "kHz", "ms", "s", "BPM", "MB", "GB", "kbps", "EQ"])
FIELD = re.compile(r"\{(\w*)(?:![rsa])?(?::[^{}]*)?\}")
IDENTIFIER = re.compile(r"[\w.:/{}+-]*[_./][\w.:/{}+-]*|[A-Z]\w+-[A-Z]\w+")


def is_words(text: str) -> bool:
    """Whether there is something to translate: no figures, units, names of settings, paths or commands alone."""
    plain = FIELD.sub(" ", text)
    words = [word for word in re.findall(r"[^\W\d_]+", plain) if word not in UNITS]
    return bool(words) and not IDENTIFIER.fullmatch(text.strip()) and any(len(word) > 1 for word in words)


def template(node: ast.expr) -> str | None:
    """The text of a literal or an f-string with named fields; None for anything else."""
    parts = _parts(node)
    if parts is None:
        return None
    names: dict[str, str] = {}
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        source = ast.unparse(part)
        if source not in names:
            name, number = _name(part), 2
            while name in names.values():
                name, number = f"{_name(part)}{number}", number + 1
            names[source] = name
        text += "{" + names[source] + "}"
    return text


def _parts(node: ast.expr) -> list[str | ast.expr] | None:
    if isinstance(node, ast.Constant):
        return [FIELD.sub(r"{\1}", node.value)] if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return [one.value if isinstance(one, ast.FormattedValue) else ast.literal_eval(one) for one in node.values]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _parts(node.left), _parts(node.right)
        return left + right if left is not None and right is not None else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "format" and isinstance(node.func.value, ast.Constant):
            return _parts(node.func.value)
        if node.func.attr in {"rstrip", "strip"}:
            return _parts(node.func.value)
    return None


def _name(node: ast.expr) -> str:
    """What a field of a template is called after: the last name of the expression."""
    if isinstance(node, ast.Name):
        return node.id.lower().strip("_")
    if isinstance(node, ast.Attribute):
        owner = _name(node.value) if node.attr in {"name", "title", "label", "words", "value", "key"} else ""
        return f"{owner}_{node.attr}".lower().removeprefix("self_").strip("_")
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Constant):
            return _name(node.func.value)
        return _name(node.args[0]) if node.args else "n"
    inner = next((child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)), None)
    return _name(inner) if inner is not None else "n"
