"""Where settings, state and cache lie on this system, each overridable by an environment variable."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

APP = "plex-media-organizer"


@dataclass(frozen=True, slots=True)
class Locations:
    """The three folders of the program, not necessarily existing yet."""

    config: Path
    data: Path
    cache: Path

    @property
    def config_file(self) -> Path:
        """The settings file."""
        return self.config / "config.toml"

    @property
    def journal(self) -> Path:
        """The record of every change made to a disk. The most precious file the program has."""
        return self.data / "journal.db"

    @property
    def decisions(self) -> Path:
        """What the person decided, kept between two starts."""
        return self.data / "decisions.db"

    @property
    def aliases(self) -> Path:
        """What the person taught about titles and release names."""
        return self.data / "aliases.db"

    @property
    def state(self) -> Path:
        """What earlier scans found: losing it costs time, and nothing else."""
        return self.data / "state.db"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.data / "organizer.log"

    @property
    def tmdb_cache(self) -> Path:
        """Answers of TMDB."""
        return self.cache / "tmdb.db"


def locations(environ: Mapping[str, str] | None = None) -> Locations:
    """The folders, from ``PMO_CONFIG_DIR``, ``PMO_DATA_DIR``, ``PMO_CACHE_DIR`` or else platformdirs."""
    from platformdirs import PlatformDirs  # only a command that needs a folder pays for it

    env = os.environ if environ is None else environ
    dirs = PlatformDirs(APP, appauthor=False)

    def choose(variable: str, default: str) -> Path:
        return Path(env[variable]).expanduser().absolute() if env.get(variable) else Path(default)

    return Locations(
        config=choose("PMO_CONFIG_DIR", dirs.user_config_dir),
        data=choose("PMO_DATA_DIR", dirs.user_data_dir),
        cache=choose("PMO_CACHE_DIR", dirs.user_cache_dir),
    )
