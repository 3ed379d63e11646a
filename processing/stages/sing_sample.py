"""The voice of the sample song, sung by rule: nobody has to bring a recording to see what the studio does."""

from typing import Any

from processing.demo import salt
from processing.demo.make import sing_take
from processing.pipeline.context import Context
from projects.assets import NewFile
from projects.models import Asset


def handle(_params: dict[str, Any], context: Context) -> dict[str, Any]:
    context.progress(0.1, "Singing the words")
    take = sing_take(context.scratch / "kitchen-take.wav", salt.SECTIONS, salt.TUNES, seed=salt.SEED)
    context.save("vocal", NewFile(Asset.Kind.VOCAL, take, take.name))
    return {}
