"""Which sentences of the studio are to be translated: found in templates and in Python, without gettext's tools."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from studio.setup.catalogue import Entry
from studio.setup.steps import ROOT

APPS = ("artists", "projects", "processing", "studio")
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
COUNTED = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
# What `templatize` makes of a template: gettext calls between blanked-out letters.
CALL = re.compile(r"\b(n?p?gettext|_)\((u?)((?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^()])*)\)")


def found() -> dict[tuple[str, str], Entry]:
    """Every message with the files it stands in."""
    entries: dict[tuple[str, str], Entry] = {}
    for path, message in _all():
        entry = entries.setdefault(message.key, message)
        entry.plural = entry.plural or message.plural
        entry.places.append(str(path.relative_to(ROOT)))
    return dict(sorted(entries.items(), key=lambda item: (sorted(set(item[1].places))[0], item[0])))


def _all() -> Iterator[tuple[Path, Entry]]:
    for path in sorted((ROOT / "templates").rglob("*.*")):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for call in CALL.finditer(code):
            # Each is cut out alone: the rest of the blanked template is no Python.
            yield from (
                (path, message) for message in _calls(ast.parse(call[0].replace("(u", "(", 1) if call[2] else call[0]))
            )
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from ((path, message) for message in _calls(ast.parse(path.read_text(encoding="utf-8"))))


def _calls(tree: ast.AST) -> Iterator[Entry]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if name in PLAIN and texts and texts[0]:
                yield Entry(texts[0])
            elif name in COUNTED and len(texts) > 1:
                yield Entry(texts[0], plural=texts[1])
            elif name in IN_CONTEXT and len(texts) > 1:
                yield Entry(texts[1], context=texts[0])
