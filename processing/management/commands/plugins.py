"""`manage.py plugins list`: which VST3 plug-ins of the operator's folder load here, and what can be set on them."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from artists.commands import StudioCommand
from processing.engines.render_mix.plugins import PluginFolder, Probe
from processing.errors import StudioError


class Command(StudioCommand):
    help = "Load every VST3 plug-in of the plug-in folder once; those that load can be chosen at the console."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("list",))

    def handle(self, *_: Any, **__: Any) -> None:
        folder = PluginFolder(settings.PLUGINS_DIR)
        names, loaded = list(folder.paths()), dict[str, Probe]()
        if not names:
            self.stdout.write(f"No plug-ins yet. Put VST3 bundles (Linux, x86-64) into {settings.PLUGINS_DIR}.")
        for name in names:
            try:
                loaded[name] = folder.probe(name)
            except StudioError as error:
                self.stderr.write(f"error: {error.code}: {error.words}")
            else:
                delay = loaded[name].latency_samples
                self.stdout.write(f"ok   {name}: delay {delay} samples; {', '.join(loaded[name].parameters)}")
        folder.keep_known(loaded)
        if len(loaded) < len(names):
            raise SystemExit(1)
