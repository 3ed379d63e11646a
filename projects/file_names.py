"""File names people can use: `Nova Kane – Paper Lanterns (Mix 3, 2026-11-20, 24-48).flac`."""

from pathlib import Path

from django.utils import timezone

from projects.assets import plain_name
from projects.models import Asset

RATE = "48"
FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', "-"))
BROUGHT = {
    Asset.Kind.VOCAL,
    Asset.Kind.INSTRUMENTAL,
    Asset.Kind.REFERENCE,
    Asset.Kind.STYLE_CLIP,
    Asset.Kind.FLAT_MIX,
    Asset.Kind.PHOTO,
}


def given_name(asset: Asset) -> str:
    """The name under which a file leaves the studio. What a person brought keeps the name that they gave it."""
    if asset.kind in BROUGHT:
        return asset.name
    suffix = Path(asset.name).suffix.lower()
    what = f"{asset.get_kind_display()} {asset.version}"
    part = _part(asset)
    about = [what, *part, timezone.localtime(asset.created_at).date().isoformat()]
    if bits := _bits(asset.kind, suffix):
        about.append(f"{bits}-{RATE}")
    name = f"{asset.project.artist.name} – {asset.project.title} ({', '.join(about)})"
    return plain_name(name.translate(FORBIDDEN) + suffix)


def _bits(kind: str, suffix: str) -> str:
    """What the studio writes is 24 bits; a mix or stem that would clip in FLAC is kept as float in WAV."""
    if suffix == ".wav":
        return "24" if kind == Asset.Kind.MASTER else "32f"
    return "24" if suffix == ".flac" else ""


def _part(asset: Asset) -> list[str]:
    """What tells files of one version apart: a stem's instrument, a clip's format."""
    stem = Path(asset.name).stem
    if asset.kind in (Asset.Kind.STEM, Asset.Kind.VIDEO) and "-" in stem:
        return [stem.rsplit("-", 1)[1]]
    return []
