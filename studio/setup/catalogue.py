"""Catalogues of translations: reading and writing `.po`, compiling `.mo`. No gettext tools are needed on the machine.

Python's own library reads `.mo` files but makes none; the format is small (GNU gettext manual, "MO Files").
"""

import ast
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from studio.setup.steps import ROOT, fingerprint, once

LOCALES = ROOT / "locale"
HEADER = "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"
MAGIC = 0x950412DE


@dataclass
class Entry:
    """One message: `plural` is empty for most, `said` holds one translation or one per plural form."""

    msgid: str
    plural: str = ""
    context: str = ""
    said: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.msgid

    @property
    def is_complete(self) -> bool:
        return not self.fuzzy and len(self.said) == (2 if self.plural else 1) and all(self.said)


def read(path: Path) -> dict[tuple[str, str], Entry]:
    """The entries of a `.po` file, without its header."""
    found = (_entry(block) for block in path.read_text(encoding="utf-8").split("\n\n") if block.strip())
    return {entry.key: entry for entry in found if entry.msgid}


def _entry(block: str) -> Entry:
    entry, name = Entry(""), ""
    parts: dict[str, str] = {}
    for line in block.splitlines():
        if line.startswith("#"):
            entry.fuzzy |= line.startswith("#,") and "fuzzy" in line
            entry.places += line[2:].split() if line.startswith("#:") else []
        elif line.startswith('"'):
            parts[name] += ast.literal_eval(line)
        elif line.strip():
            name, _space, text = line.partition(" ")
            parts[name] = ast.literal_eval(text)
    entry.msgid, entry.plural = parts.get("msgid", ""), parts.get("msgid_plural", "")
    entry.context = parts.get("msgctxt", "")
    entry.said = [text for word, text in sorted(parts.items()) if word.startswith("msgstr")]
    return entry


def write(path: Path, entries: Iterable[Entry], language: str) -> None:
    blocks = [f'msgid ""\nmsgstr ""\n"Language: {language}\\n{HEADER}"']
    blocks += [_block(entry) for entry in entries]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _block(entry: Entry) -> str:
    lines = [f"#: {' '.join(sorted(set(entry.places)))}"] if entry.places else []
    lines += [f"msgctxt {quoted(entry.context)}"] if entry.context else []
    lines.append(f"msgid {quoted(entry.msgid)}")
    said = entry.said or [""]
    if entry.plural:
        lines.append(f"msgid_plural {quoted(entry.plural)}")
        lines += [f"msgstr[{form}] {quoted(text)}" for form, text in enumerate([*said, ""][:2])]
    else:
        lines.append(f"msgstr {quoted(said[0])}")
    return "\n".join(lines)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def compiled(entries: Iterable[Entry], language: str) -> bytes:
    """The `.mo` file: sorted originals, their translations, and where each begins."""
    header = f"Language: {language}\n{HEADER}".replace("\\n", "\n")
    pairs = sorted([(b"", header.encode()), *_pairs(entries)])
    originals = b"".join(key + b"\0" for key, _ in pairs)
    start = 28 + 16 * len(pairs)
    heads, tails, at = [], [], start
    for key, _ in pairs:
        heads += [len(key), at]
        at += len(key) + 1
    for _, text in pairs:
        tails += [len(text), at]
        at += len(text) + 1
    count = len(pairs)
    head = struct.pack("<7I", MAGIC, 0, count, 28, 28 + 8 * count, 0, start)
    tables = struct.pack(f"<{4 * count}I", *heads, *tails)
    return head + tables + originals + b"".join(text + b"\0" for _, text in pairs)


def _pairs(entries: Iterable[Entry]) -> Iterator[tuple[bytes, bytes]]:
    for entry in entries:
        if entry.is_complete:
            key = f"{entry.context}\x04{entry.msgid}" if entry.context else entry.msgid
            key += f"\0{entry.plural}" if entry.plural else ""
            yield key.encode(), "\0".join(entry.said).encode()


def compile_all() -> None:
    """A `.mo` beside every `.po`, made again when the words have changed."""
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")):
        stamp = source.with_suffix(".compiled")
        language = source.parts[-3]
        once(f"words in {language}", stamp, fingerprint([source, Path(__file__)]), lambda: _compile(source, language))  # noqa: B023


def _compile(source: Path, language: str) -> None:
    source.with_suffix(".mo").write_bytes(compiled(read(source).values(), language))
