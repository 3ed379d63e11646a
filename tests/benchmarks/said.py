"""What it costs to say a page of machines' sentences in another language.

    python -m tests.benchmarks.said [--sentences 200] [--rounds 50]

Every sentence of the catalogue, its fields filled with figures, is drawn upon: once as new to the process, once as
remembered, and as gettext finds a whole message, for comparison. Fails above LIMIT_MS for a page that is warm.
"""

import argparse
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence

import django

LIMIT_MS = 5.0
FIELD = re.compile(r"\{\w+\}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=50)
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    django.setup()
    from django.utils.translation import gettext, override

    from projects.said import phrases, said
    from studio.setup import catalogue

    catalogue.compile_all()
    messages = list(catalogue.read(catalogue.LOCALES / "es" / "LC_MESSAGES" / "said.po").values())
    chance = random.Random(1)
    sentences = [
        FIELD.sub(lambda _field: f"{chance.uniform(-60, 60):.1f}", one.msgid)
        for one in chance.choices(messages, k=wanted.sentences)
    ]
    began_s = time.perf_counter()
    first = phrases("es")
    print(f"{len(messages)} sentences read and filed in {1000 * (time.perf_counter() - began_s):.0f} ms, once")
    with override("es"):
        rows = {
            "new sentences": _ms(sentences, first.find, wanted.rounds),
            "as a page does": _ms(sentences, said, wanted.rounds),
            "gettext": _ms([one.msgid for one in messages][: wanted.sentences], gettext, wanted.rounds),
        }
    print(f"{'':<16}{f'ms for {wanted.sentences}':>14}{'of gettext':>12}")
    for name, ms in rows.items():
        print(f"{name:<16}{ms:>14.2f}{ms / rows['gettext']:>11.1f}x")
    return 0 if rows["as a page does"] <= LIMIT_MS and rows["new sentences"] <= LIMIT_MS else 1


def _ms(sentences: Sequence[str], say: Callable[[str], object], rounds: int) -> float:
    """Milliseconds for all of them, the median of the rounds after the first."""
    taken = []
    for _ in range(rounds + 1):
        began_s = time.perf_counter()
        for sentence in sentences:
            say(sentence)
        taken.append(time.perf_counter() - began_s)
    return 1000 * statistics.median(taken[1:])


if __name__ == "__main__":
    sys.exit(main())
