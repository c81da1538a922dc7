"""The bytes of a file copied under a private name: written, synced, read back and compared before anyone relies on it.

Plain reads and writes on purpose: sendfile, copy_file_range and SEEK_HOLE have turned files into zeros
(openzfs/zfs#15526, openzfs/zfs#15933).
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from organizer.cancellation import CancelToken
from organizer.display import safe_text
from organizer.errors import TransferError
from organizer.identities import identity_of
from organizer.model import FileIdentity
from organizer.transfer.disk import NOT_SUPPORTED, Disk
from organizer.transfer.identity import Meta, is_unchanged, meta_of
from organizer.transfer.refusals import Cancelled, SourceChanged, shown

CHUNK = 4 * 1024 * 1024
# So much at most waits for the disk at any time: a person who cancels is not kept waiting for gigabytes to be synced.
_SYNCED = 16 * CHUNK
_NO_SPACE_TAKEN = NOT_SUPPORTED | {errno.EPERM, errno.ENOSYS}
# What a file system without owners, modes or attributes answers. EACCES of a mode is no such answer: taken for one,
# copies stay readable for nobody but us, and the media server shows nothing.
_NOT_HELD = NOT_SUPPORTED | {errno.EPERM, errno.ENODATA}
_SPARSE = 0.9  # fewer blocks than this share of the size: the file has holes, and the copy keeps them


@dataclass(frozen=True, slots=True)
class Copied:
    """A complete, durable copy, and what of the metadata could not be carried over."""

    identity: FileIdentity
    warnings: tuple[str, ...]


class Copier:
    """Copies one file after the other. Looks at the token between chunks of 4 MiB."""

    def __init__(self, disk: Disk, token: CancelToken, advance: Callable[[int], None]) -> None:
        self._disk = disk
        self._token = token
        self._advance = advance

    def copy(
        self, source: str, private: str, identity: FileIdentity, meta: Meta | None, *, clone: bool = False
    ) -> Copied:
        """Make ``private`` a copy of ``source``, with ``meta`` in place of the source's own where given.

        With ``clone`` the blocks are shared (reflink) or the call fails: bytes are never copied instead. Raises
        SourceChanged when the source is not ``identity``, before or after; Cancelled; OSError as it comes. What is
        under the private name then is for the caller to remove.
        """
        reading = self._disk.open_source(source)
        try:
            before = self._disk.fstat(reading)
            if not stat.S_ISREG(before.st_mode) or not is_unchanged(before, identity):
                raise SourceChanged(f"{shown(source)} has changed since it was planned", hint="plan again")
            writing = self._disk.create(private)
            try:
                digest = None if clone else self._pour(reading, writing, before)
                if clone:
                    self._disk.clone(writing, reading)
                if not is_unchanged(self._disk.fstat(reading), identity):
                    raise SourceChanged(f"{shown(source)} changed while it was copied", hint="plan again later")
                warnings = self._dress(reading, writing, meta or meta_of(before), before.st_atime_ns)
                self._disk.fsync(writing)
                if digest is not None:
                    self._verify(writing, digest, before.st_size, private)
                return Copied(identity_of(self._disk.fstat(writing)), tuple(warnings))
            finally:
                self._disk.close(writing)
        finally:
            self._disk.close(reading)

    def _pour(self, reading: int, writing: int, status: os.stat_result) -> bytes:
        """Copy all bytes; the digest of what was read."""
        sparse = status.st_blocks * 512 < status.st_size * _SPARSE
        if not sparse and status.st_size:
            self._allocate(writing, status.st_size)
        digest = hashlib.blake2b()
        done = 0
        while chunk := self._disk.read(reading, CHUNK):
            if self._token.cancelled:
                raise Cancelled("the run was stopped")
            digest.update(chunk)
            if sparse and not any(chunk):
                self._disk.seek(writing, done + len(chunk))
            else:
                self._write(writing, chunk)
            done += len(chunk)
            if not sparse and done % _SYNCED == 0:
                self._disk.fsync(writing)
            self._advance(len(chunk))
        if sparse:
            self._disk.truncate(writing, done)
        return digest.digest()

    def _allocate(self, writing: int, size: int) -> None:
        try:
            self._disk.allocate(writing, size)
        except OSError as error:
            if error.errno not in _NO_SPACE_TAKEN:
                raise

    def _write(self, writing: int, chunk: bytes) -> None:
        rest = memoryview(chunk)
        while rest:
            rest = rest[self._disk.write(writing, rest) :]

    def _verify(self, writing: int, digest: bytes, size: int, private: str) -> None:
        """Read the copy back, from the disk where the cache can be dropped, and compare."""
        self._disk.forget_cache(writing)
        self._disk.seek(writing, 0)
        found = hashlib.blake2b()
        count = 0
        while chunk := self._disk.read(writing, CHUNK):
            if self._token.cancelled:
                raise Cancelled("the run was stopped")
            found.update(chunk)
            count += len(chunk)
        if count != size or found.digest() != digest:
            raise TransferError(
                f"The copy {shown(private)} does not read back as it was written",
                hint="the source is kept; check the disk and the memory of this machine",
            )

    # ------------------------------------------------------------------------------------------- metadata

    def _dress(self, reading: int, writing: int, meta: Meta, accessed_ns: int) -> list[str]:
        """Carry over what is not bytes, times last. What the target cannot hold is a warning, not a failure."""
        warnings: list[str] = []
        own = self._disk.fstat(writing)
        if (own.st_uid, own.st_gid) != (meta.uid, meta.gid):
            self._try(warnings, "owner", lambda: self._disk.set_owner(writing, meta.uid, meta.gid))
        self._try(warnings, "permissions", lambda: self._disk.set_mode(writing, meta.mode))
        self._attributes(warnings, reading, writing)
        self._try(warnings, "times", lambda: self._disk.set_times(writing, accessed_ns, meta.mtime_ns))
        return warnings

    def _attributes(self, warnings: list[str], reading: int, writing: int) -> None:
        try:
            names = self._disk.list_attributes(reading)
        except OSError as error:
            if error.errno not in NOT_SUPPORTED:
                raise
            return
        for name in names:
            if name.startswith(("user.", "system.posix_acl")):
                carry = partial(self._carry_attribute, reading, writing, name)
                self._try(warnings, f"attribute {safe_text(name)}", carry)

    def _carry_attribute(self, reading: int, writing: int, name: str) -> None:
        self._disk.set_attribute(writing, name, self._disk.attribute(reading, name))

    def _try(self, warnings: list[str], what: str, change: Callable[[], None]) -> None:
        try:
            change()
        except OSError as error:
            if error.errno not in _NOT_HELD:
                raise
            warnings.append(f"the {what} could not be carried over ({os.strerror(error.errno or 0)})")
