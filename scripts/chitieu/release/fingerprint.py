"""What a release was made of: hashes of seeds, documents and code, and the versions of what ran them."""

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from chitieu.documents import locate
from chitieu.project import Project
from chitieu.release.disk import file_sha256

_PACKAGES = ("chitieu", "duckdb", "dbt-core", "dbt-duckdb", "great-expectations", "jinja2", "lark", "pandas", "pyarrow")
_CODE_SUFFIXES = {".css", ".csv", ".j2", ".js", ".lark", ".py", ".sql", ".toml", ".yaml", ".yml"}

_DBT_SUFFIXES = {".md", ".sql", ".yaml", ".yml"}  # Markdown holds the descriptions that become comments


@dataclass(frozen=True)
class Fingerprint:
    """Everything that decides the content of a release. Two equal fingerprints give the same content.

    `inputs` and `documents` map a file's name to its sha256, None for a registered document that is absent; `code` is
    one sha256 over models, macros, dbt tests and the package.
    """

    inputs: dict[str, str]
    documents: dict[str, str | None]
    code: str
    versions: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def changes_since(self, manifest: dict[str, Any]) -> list[str]:
        """What is new, gone or different since the release with this manifest was made; empty if nothing is."""
        before = {name: manifest.get(name) for name in self.as_dict()}
        found = ["models or code"] if before["code"] != self.code else []
        for name in ("inputs", "documents", "versions"):
            now, then = getattr(self, name), before[name] or {}
            found += sorted(one for one in now.keys() | then.keys() if now.get(one) != then.get(one))
        return found


def take(project: Project) -> Fingerprint:
    """The fingerprint of the project as it lies on disk now."""
    inputs, documents = read_now(project)
    return Fingerprint(
        inputs=inputs,
        documents=documents,
        code=_code(project),
        versions={"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
    )


def read_now(project: Project) -> tuple[dict[str, str], dict[str, str | None]]:
    """The hashes of the seeds and of the registered documents as they lie on disk now."""
    seeds = sorted((project.root / "seeds").rglob("*.csv"))
    return _hashes(project.root, seeds), _documents(project)


def _documents(project: Project) -> dict[str, str | None]:
    paths = locate(project)
    return {name: file_sha256(path) if path else None for name, path in sorted(paths.items())}


def _code(project: Project) -> str:
    package = Path(__file__).resolve().parents[1]
    files = [path for path in package.rglob("*") if path.suffix in _CODE_SUFFIXES]
    hashes = _hashes(package, sorted(files))
    for folder in ("models", "macros", "seeds", "tests"):
        # Tests in Python do not take part in a build; tests of dbt do.
        below = [path for path in (project.root / folder).rglob("*") if path.suffix in _DBT_SUFFIXES]
        hashes |= _hashes(project.root, sorted(below))
    hashes |= _hashes(project.root, sorted(project.root.glob("*.yml")))
    return hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()


def _hashes(root: Path, files: list[Path]) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): file_sha256(path) for path in files if path.is_file()}
