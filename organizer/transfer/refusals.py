"""Errors of the operating system put into sentences, and sorted into those of one file and those of the whole disk."""

from __future__ import annotations

import errno
import os

from organizer.display import safe_text
from organizer.errors import TransferError, TransferStopped

# The disk itself fails: trying the next file would only repeat it (a full disk, a pulled cable, a stale mount).
STOPPING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.ESTALE, errno.ENODEV, errno.ENXIO})

_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the quota is used up",
    errno.EIO: "the disk reported an error",
    errno.EROFS: "the disk is read-only",
    errno.ESTALE: "the network disk has lost the file",
    errno.ENODEV: "the disk is gone",
    errno.ENXIO: "the disk is gone",
    errno.EACCES: "no permission",
    errno.EPERM: "not permitted",
    errno.EEXIST: "the target exists",
    errno.ENOENT: "it is not there any more",
    errno.ENOTDIR: "a part of its path is not a folder",
    errno.EXDEV: "the target is on another file system",
    errno.ENAMETOOLONG: "the name is too long for this disk",
    errno.EMLINK: "the file has too many hard links",
}
_HINTS = {
    errno.ENOSPC: "free some space, then plan again",
    errno.EDQUOT: "free some space, then plan again",
    errno.EROFS: "mount it for writing",
    errno.EACCES: "check the owner and permissions of the file and its folder",
    errno.EPERM: "check its owner, and whether it is protected (lsattr)",
    errno.EEXIST: "nothing is overwritten; rename one of the two, or skip this file",
}


class TargetTaken(TransferError):
    """Something has the name already; both are kept."""


class SourceChanged(TransferError):
    """The file is not the one that was planned any more, so it is left alone."""


class Cancelled(TransferError):
    """The person asked to stop."""


class Unsettled(TransferError):
    """What is on the disk fits nothing that the journal knows: it is reported and left as it is."""


def shown(path: str) -> str:
    """A path in a sentence."""
    return f"“{safe_text(path)}”"


def explain(error: OSError, path: str) -> TransferError:
    """The error for a person: what could not be done to ``path`` and why, stopping when the disk itself fails."""
    code = error.errno or 0
    reason = _WORDS.get(code) or os.strerror(code)
    message = f"{shown(path)}: {reason}"
    hint = _HINTS.get(code, "")
    if code in STOPPING:
        return TransferStopped(message, hint=hint)
    if code == errno.EEXIST:
        return TargetTaken(message, hint=hint)
    return TransferError(message, hint=hint)
