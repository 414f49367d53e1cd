"""Reading files: plain, .gz or .zst, as blocks with exact locators, in bounded memory.

Lines end at byte 0x0A and nowhere else (U+2028 stands inside real records).
"""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
import sys
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from loaders.errors import SourceError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_LINE = 64 * 1024 * 1024
HEAD = 65536
COMPRESSIONS = (".gz", ".zst")


class Line(NamedTuple):
    """A line without its line feed, and its number from 1."""

    number: int
    data: bytes


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading bytes, unpacking .gz and .zst. SourceError when it cannot be opened."""
    try:
        raw = path.open("rb")
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file; check the path") from None
    except IsADirectoryError:
        raise SourceError(f"{path}: is a folder; name its files") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be opened ({error.strerror})") from error
    with raw:
        if path.suffix == ".gz":
            yield io.BufferedReader(gzip.GzipFile(fileobj=raw))
        elif path.suffix == ".zst":
            yield io.BufferedReader(cast(io.RawIOBase, zstd.ZstdFile(raw)))
        else:
            yield raw


_DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zstd.ZstdError)


def _unreadable(path: Path, where: str, error: Exception) -> SourceError:
    if isinstance(error, _DAMAGE):
        return SourceError(f"{path}: damaged {path.suffix} data {where} ({error}); get the file again")
    return SourceError(f"{path}: cannot be read {where} ({getattr(error, 'strerror', None) or error})")


@contextmanager
def readable(path: Path, where: str) -> Iterator[None]:
    """Tell what goes wrong while a file is read, `where` it was, as a SourceError."""
    try:
        yield
    except (*_DAMAGE, OSError) as error:
        raise _unreadable(path, where, error) from error


def lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a file. SourceError where it cannot be read further, or for a line over 64 MiB."""
    with opened(path) as stream:
        number = 0
        while True:
            try:
                data = stream.readline(MAX_LINE + 1)
            except (*_DAMAGE, OSError) as error:
                raise _unreadable(path, f"after line {number}", error) from error
            if not data:
                break
            number += 1
            if len(data) > MAX_LINE:
                raise SourceError(f"{path}:{number}: a line of more than 64 MiB; this is no line-based file")
            yield Line(number, data[:-1] if data.endswith(b"\n") else data)


def head(path: Path) -> bytes:
    """Return the first 64 KiB of a file. SourceError when it is empty or cannot be read."""
    with opened(path) as stream, readable(path, "at its start"):
        found = stream.read(HEAD)
    if not found:
        raise SourceError(f"{path}: is empty")
    return found


def digest(path: Path, *read_as: str) -> bytes:
    """Return the 16-byte digest of a file as it lies on the disk, and of how it is read. SourceError when it cannot be read."""
    key = hashlib.blake2b("\n".join(read_as).encode(), digest_size=32).digest()
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16, key=key)).digest()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})") from error


def text(path: Path) -> str:
    """Return the whole text of a small file, without a byte-order mark. SourceError when it is not UTF-8."""
    with opened(path) as stream, readable(path, "in full"):
        data = stream.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: is not UTF-8 (byte {error.start}); convert it, for example with iconv") from error


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing bytes, packing .gz and .zst; it takes its name when all is written. SourceError when it cannot be."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as raw, _packing(path, raw) as stream:
            yield stream
        part.replace(path)
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def written_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder to write into; it takes its name when all is written. SourceError when it cannot, or holds something already."""
    part = path.with_name(f"{path.name}.part")
    try:
        if path.exists() and any(path.iterdir()):
            raise SourceError(f"{path}: is not empty; name a new folder")
        if part.exists():
            shutil.rmtree(part)
        part.mkdir()
        yield part
        part.replace(path)
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _packing(path: Path, raw: BinaryIO) -> AbstractContextManager[BinaryIO]:
    if path.suffix == ".gz":
        return cast(AbstractContextManager[BinaryIO], gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0))
    if path.suffix == ".zst":
        return cast(AbstractContextManager[BinaryIO], zstd.ZstdFile(raw, mode="wb"))
    return nullcontext(raw)


def compressed(path: Path, data: bytes) -> bytes:
    """Return bytes as a file of this name holds them; several, one after the other, are a file of all of them."""
    if path.suffix == ".gz":
        return gzip.compress(data, mtime=0)
    return zstd.compress(data) if path.suffix == ".zst" else data


def base_name(path: Path) -> Path:
    """Return the path without a compression suffix."""
    return path.with_suffix("") if path.suffix in COMPRESSIONS else path
