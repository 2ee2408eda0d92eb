"""Proofs kept from build to build, by the content of all that they rest on (decision 15).

Kept in the state folder of a warehouse and never in a release. An entry is named by the hash of the document's bytes,
its rows, map and settlements, the registries, the program and its versions; it names that hash inside, too, and begins
with the hash of itself. One that is not whole is no entry. Only proofs that found nothing wrong are kept.
"""

import hashlib
import json
import os
import platform
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import chitieu
from chitieu.project import Project
from chitieu.proof.documents import DocumentProof, Evidence
from chitieu.seeds.registry import Document

_PACKAGES = ("lark", "xlrd")
"""What else decides how a document is read."""

LEAST, PER_DOCUMENT = 64, 4
"""Entries that are kept at most: the newest `PER_DOCUMENT` for each document, and never fewer than `LEAST`."""


@dataclass(frozen=True)
class KeptProofs:
    """The proofs that earlier builds of a warehouse made."""

    project: Project

    @property
    def folder(self) -> Path:
        return self.project.warehouse / ".cache" / "proofs"

    @cached_property
    def _shared(self) -> bytes:
        """The hash of what all proofs rest on: the registries, the package and the versions of what it reads with."""
        total = hashlib.sha256()
        package = Path(chitieu.__file__).parent
        code = (path for path in package.rglob("*") if "__pycache__" not in path.parts)
        for root, paths in ((package, code), (self.project.reference, self.project.reference.glob("*.csv"))):
            for path in sorted(path for path in paths if path.is_file()):
                _add(total, path.relative_to(root).as_posix(), path.read_bytes())
        for name in _PACKAGES:
            _add(total, name, version(name).encode())
        _add(total, "python", platform.python_version().encode())
        return total.digest()

    def key(self, document: Document) -> str:
        """What the proof of this document would be kept under, as everything lies on disk now."""
        project = self.project
        total = hashlib.sha256(self._shared)
        _add(total, "document_id", document.document_id.encode())
        _add(total, "document", (project.documents / document.file_name).read_bytes())
        for folder in (project.observations, project.exclusions, project.settlements, project.tables):
            path = folder / f"{document.document_id}.csv"
            # A file without a byte is not a file that is absent.
            _add(total, folder.name, path.read_bytes() if path.is_file() else None)
        return total.hexdigest()

    def find(self, key: str) -> DocumentProof | None:
        """The proof kept under a key; None if there is none that is whole."""
        try:
            digest, _, content = self._path(key).read_bytes().partition(b"\n")
            if hashlib.sha256(content).hexdigest().encode() != digest:
                return None
            said = json.loads(content)
            if said["key"] != key:
                return None
            return DocumentProof(
                said["document_id"],
                said["checked"],
                settled=tuple((start, component, group) for start, component, group in said["settled"]),
                evidence=tuple(Evidence(said["document_id"], *cells) for cells in said["evidence"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, key: str, document: Document, proof: DocumentProof) -> None:
        """Keep a proof without problems, if all that it rests on is still what the key was taken of.

        A disk that gives out is no reason to fail: the proof is made again at the next build.
        """
        if proof.problems or self.key(document) != key:
            return
        said = {
            "key": key,
            "document_id": proof.document_id,
            "checked": proof.checked,
            "settled": proof.settled,
            "evidence": [astuple(one)[1:] for one in proof.evidence],
        }
        content = json.dumps(said, ensure_ascii=False).encode()
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".unfinished")
            unfinished.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
            unfinished.replace(path)

    def sweep(self, used: Iterable[str]) -> None:
        """Remove what no limit allows, the longest unused first, and what was left unfinished."""
        names = set(used)
        most = max(LEAST, PER_DOCUMENT * len(names))
        with suppress(OSError):
            for key in names:
                if (path := self._path(key)).is_file():
                    os.utime(path)
            entries = sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
            for path in [*entries[most:], *self.folder.glob("*.unfinished")]:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"


def _add(total: "hashlib._Hash", name: str, content: bytes | None) -> None:
    """Add a named content so that no other sequence of names and contents gives the same hash."""
    said = b"absent" if content is None else hashlib.sha256(content).digest()
    total.update(f"{len(name)} {name} {len(said)} ".encode() + said)
