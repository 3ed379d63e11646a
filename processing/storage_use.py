"""What the files take: by kind and artist, what people and engines made and the copies that only serve listening."""

import shutil
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import Count, Max, Sum

from projects.models import Asset, Rendition


@dataclass(frozen=True)
class Share:
    name: str
    files: int
    size_bytes: int
    share: float = 0.0


@dataclass(frozen=True)
class StorageUse:
    """Sizes as people see files; `stored_bytes` counts the same content once. `free_bytes` is None for a bucket."""

    kinds: list[Share]
    artists: list[Share]
    originals_bytes: int
    copies_bytes: int
    stored_bytes: int
    removed_files: int
    free_bytes: int | None
    disk_bytes: int | None

    @property
    def total_bytes(self) -> int:
        return self.originals_bytes + self.copies_bytes

    @property
    def is_tight(self) -> bool:
        """Less than a tenth of the disk is free."""
        return self.free_bytes is not None and bool(self.disk_bytes) and self.free_bytes * 10 < (self.disk_bytes or 0)


def storage_use() -> StorageUse:
    there = Asset.objects.filter(removed_at=None).order_by()
    copies = Rendition.objects.filter(asset__removed_at=None).order_by()
    free, disk = _disk()
    return StorageUse(
        kinds=_shares(there.values("kind"), "kind", dict(Asset.Kind.choices)),
        artists=_shares(there.values("project__artist__name"), "project__artist__name", {}),
        originals_bytes=_sum(there),
        copies_bytes=_sum(copies),
        stored_bytes=_distinct(there) + _distinct(copies),
        removed_files=Asset.objects.exclude(removed_at=None).count(),
        free_bytes=free,
        disk_bytes=disk,
    )


def _shares(rows: Any, key: str, names: dict[str, Any]) -> list[Share]:
    found = list(rows.annotate(files=Count("pk"), size=Sum("size_bytes")).order_by("-size"))
    most = max((row["size"] for row in found), default=0) or 1
    return [Share(str(names.get(row[key], row[key])), row["files"], row["size"], row["size"] / most) for row in found]


def _sum(rows: Any) -> int:
    return int(rows.aggregate(size=Sum("size_bytes"))["size"] or 0)


def _distinct(rows: Any) -> int:
    each = rows.values("sha256").annotate(size=Max("size_bytes"))
    return int(each.aggregate(all=Sum("size"))["all"] or 0)


def _disk() -> tuple[int | None, int | None]:
    if not isinstance(default_storage, FileSystemStorage):
        return None, None
    try:
        usage = shutil.disk_usage(default_storage.location)
    except OSError:
        return None, None
    return usage.free, usage.total
