"""Files and folders of a warehouse: hashed, forced to disk, made read-only, removed, and who holds one of them."""

import contextlib
import filecmp
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

Files = dict[str, dict[str, Any]]
"""The files of a release by their paths in it, each with `bytes` and `sha256`."""

READ_ONLY_FILE, READ_ONLY_FOLDER = 0o444, 0o555


def list_files(folder: Path, known: Files | None = None) -> Files:
    """Every file below `folder`, by its path in it, with its size and hash; those of `known` are not read again."""
    files = dict(known or {})
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    unknown = {name: path for name, path in paths.items() if name not in files}
    for (name, path), digest in zip(unknown.items(), hashes(unknown.values()), strict=True):
        files[name] = {"bytes": path.stat().st_size, "sha256": digest}
    return dict(sorted(files.items()))


def hashes(paths: Iterable[Path]) -> list[str]:
    """The sha256 of each file, side by side, as hashing lets other threads run; raises OSError."""
    with ThreadPoolExecutor() as pool:
        return list(pool.map(file_sha256, paths))


def file_sha256(path: Path) -> str:
    """The sha256 of a file, as hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def kind_of(path: Path) -> str:
    """What stands at `path`, a link not followed: "" for a regular file, else a word or two for a person."""
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return "missing"
    kinds = {stat.S_IFREG: "", stat.S_IFDIR: "a folder", stat.S_IFLNK: "a link", stat.S_IFIFO: "a FIFO"}
    return kinds.get(stat.S_IFMT(mode), "a device or socket")


def fsync_tree(folder: Path) -> None:
    """Force every file below `folder`, and every folder's list of names, to disk."""
    for path in sorted(folder.rglob("*")):
        fsync(path)
    fsync(folder)


def fsync(path: Path) -> None:
    """Force one file, or one folder's list of names, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def share_unchanged(folder: Path, before: Path) -> int:
    """Let each file below `folder` that is the same below `before`, byte for byte, be that file; how many are.

    Two releases share it then, which is safe since nobody may write to either. Where a file system has no such links
    each keeps its own.
    """
    shared = 0
    for path in sorted(folder.rglob("*")):
        other = before / path.relative_to(folder)
        if kind_of(path) or kind_of(other) or not filecmp.cmp(path, other, shallow=False):
            continue
        linked = path.with_name(f"{path.name}.shared")
        try:
            os.link(other, linked)
        except OSError:
            return shared
        linked.replace(path)
        shared += 1
    return shared


def protect_below(folder: Path) -> None:
    """Make all that is below `folder` read-only: whoever opens it to write is refused, the owner included.

    Not the folder itself: a folder that may not be written cannot be moved to another one.
    """
    for path in folder.rglob("*"):
        path.chmod(READ_ONLY_FOLDER if path.is_dir() else READ_ONLY_FILE)


def remove_tree(path: Path) -> None:
    """Remove whatever is at `path`, read-only folders and what is no folder included; nothing is no error."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    _open_up(path)
    shutil.rmtree(path)


def _open_up(folder: Path) -> None:
    """Let the owner change what is in `folder` and below it; an owner may always allow himself that."""
    folder.chmod(0o755)
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            _open_up(Path(entry.path))


def holder_of(path: Path) -> str:
    """The process that holds a lock on the file, as "process 123 (its command)"; "" where the system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        found = path.stat()
        place = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            # "1: FLOCK ADVISORY WRITE 4242 fe:00:1234 0 EOF"; who waits for a lock has "->" after the number.
            words = line.split()
            if place in words and words[1] != "->" and int(words[4]) > 0:
                command = Path("/proc", words[4], "cmdline").read_bytes().rstrip(b"\0").replace(b"\0", b" ")
                return f"process {words[4]} ({command.decode(errors='replace')[:200]})"
    return ""
