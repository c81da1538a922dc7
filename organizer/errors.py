"""The errors of the engine: each says what happened, to what, and the way out."""

from __future__ import annotations


class OrganizerError(Exception):
    """An expected failure. ``str(error)`` is one sentence for a person; ``hint`` is what to do about it.

    ``exit_status`` is what a command ends with (INTERFACE.md: 1 needs a person, 2 usage, 3 TMDB).
    """

    exit_status = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def sentence(self) -> str:
        """The message with its hint, as one line."""
        message = str(self).rstrip(".")
        return f"{message}: {self.hint}" if self.hint else message


class ConfigError(OrganizerError):
    """A setting that is unknown or wrong, in the file, the environment or a flag."""

    exit_status = 2


class UsageError(OrganizerError):
    """A path or a combination of arguments that cannot work."""

    exit_status = 2


class TmdbError(OrganizerError):
    """TMDB could not answer."""

    exit_status = 3


class TmdbRefused(TmdbError):
    """The key or token is missing, wrong or suspended. Never retried."""


class TmdbUnreachable(TmdbError):
    """No answer after all retries: no network, or the service is down."""


class TmdbOffline(TmdbError):
    """The answer is not in the cache and ``--offline`` forbids asking."""

    exit_status = 1


class NamingError(OrganizerError):
    """A match has no name that the media server would understand: a person has to decide."""


class TransferError(OrganizerError):
    """One operation could not be carried out; the file is where it was."""


class TransferStopped(TransferError):
    """The disk itself failed (full, read-only, gone): nothing more is tried in this run."""


class JournalError(OrganizerError):
    """The journal cannot be trusted or written, so nothing may be changed."""

    exit_status = 2


class JournalDamaged(JournalError):
    """The journal cannot be read any more; ``backup`` is the newest copy of it, where there is one."""

    def __init__(self, message: str, *, hint: str = "", backup: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.backup = backup


class JournalBusy(JournalError):
    """Another instance of the program is writing."""
