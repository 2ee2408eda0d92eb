"""The manifest of a release: what it was made of and every file that it has, under a seal that shows its own damage."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chitieu.errors import DamagedRelease
from chitieu.release.disk import kind_of

MANIFEST = "manifest.json"
SEAL = "seal"
LARGEST = 100_000_000  # bytes; that of a release of ten million figures has a few hundred thousand

# What is read of it somewhere: a manifest that lacks one of them was written by another program, or cut.
NEEDED = (
    "release_id",
    "published_at",
    "content_hash",
    "is_verified",
    "unverified_observations",
    "headlines",
    "rows",
    "gates",
    "seconds",
    "files",
    SEAL,
)


def sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with the hash of all that it says."""
    return {**manifest, SEAL: _seal(manifest)}


def write(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, sealed, into the folder of its release."""
    text = json.dumps(sealed(manifest), ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read(folder: Path, release_id: str) -> dict[str, Any]:
    """The manifest of the release in `folder`; raises DamagedRelease for one that is not as it was published."""
    path = folder / MANIFEST
    if not folder.is_dir():
        raise DamagedRelease(release_id, ["its folder is missing"])
    if kind := kind_of(path):
        raise DamagedRelease(release_id, [f"{MANIFEST} is {kind}"])
    try:
        if path.stat().st_size > LARGEST:
            raise DamagedRelease(release_id, [f"{MANIFEST} is larger than any manifest"])
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise DamagedRelease(release_id, [f"{MANIFEST} cannot be read: {problem.strerror}"]) from problem
    except (ValueError, RecursionError) as problem:
        raise DamagedRelease(release_id, [f"{MANIFEST} is no JSON: {problem}"]) from problem
    if fault := _fault(manifest, release_id):
        raise DamagedRelease(release_id, [f"{MANIFEST} {fault}"])
    return manifest


def _fault(manifest: Any, release_id: str) -> str:
    if not isinstance(manifest, dict):
        return "is no JSON object"
    if missing := [name for name in NEEDED if name not in manifest]:
        return f"lacks {', '.join(missing)}"
    if manifest[SEAL] != _seal(manifest):
        return "is not the file that was published: what it says does not match its seal"
    if manifest["release_id"] != release_id:
        return f"is that of release {manifest['release_id']}"
    return ""


def _seal(manifest: Mapping[str, Any]) -> str:
    said = {name: value for name, value in manifest.items() if name != SEAL}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
