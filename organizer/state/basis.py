"""What parses and verdicts are based on besides the file itself: kept ones on another basis are not used."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec

from organizer.config.schema import Settings
from organizer.model import Alias, Tier

_DAY = 86_400.0
_END = 2.0**32 - 1  # what a column of four bytes can hold: the year 2106
_FOREVER: Mapping[Tier, float] = dict.fromkeys(Tier, float("inf"))


@dataclass(frozen=True, slots=True)
class Basis:
    """``parse``, ``verdict`` and ``discovery`` are digests of all that they depend on: settings, versions, the code.

    ``lifetimes`` say for how many seconds a verdict of a tier holds.
    """

    parse: str = ""
    verdict: str = ""
    discovery: str = ""
    lifetimes: Mapping[Tier, float] = field(default_factory=lambda: _FOREVER)

    @property
    def stamp(self) -> str:
        """All three in one."""
        return f"{self.discovery} {self.verdict}"

    def expires(self, tier: Tier, checked: float) -> int:
        """Until when a verdict of this tier holds, in seconds since the epoch."""
        return int(min(checked + self.lifetimes[tier], _END))

    def lifetime(self, tier: Tier) -> float:
        """For how many seconds a verdict of this tier holds."""
        return self.lifetimes[tier]


def basis_of(settings: Settings, aliases: Iterable[Alias] = ()) -> Basis:
    """The basis of a scan with these settings, and with what the person taught. Some milliseconds at the first call."""
    parse = _digest(_code("parsing"), _version("guessit"), _version("rebulk"))
    library, tmdb = settings.library, settings.tmdb
    asked = (library.language, library.fallback_language, library.titles, tmdb.base_url)
    taught = sorted(repr(astuple(alias)) for alias in aliases)
    verdict = _digest(parse, _code("matching"), _code("tmdb"), settings.matching, asked, taught)
    found, search, missing = tmdb.details_days * _DAY, tmdb.search_days * _DAY, tmdb.missing_days * _DAY
    lifetimes = {Tier.SURE: found, Tier.LIKELY: found, Tier.AMBIGUOUS: search, Tier.NONE: missing}
    discovery = _digest(_code("discovery"), _code("state"), _discovered(settings))
    return Basis(parse, verdict, discovery, lifetimes)


def _discovered(settings: Settings) -> tuple[object, ...]:
    """What discovery's answers depend on: all of its settings but the number of threads."""
    found = settings.discovery
    return (found.video_extensions, found.subtitle_extensions, found.companion_extensions, found.sample_megabytes)


def _digest(*parts: object) -> str:
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@cache
def _version(package: str) -> bytes:
    """What says the version of a package, unread: the metadata of packages take 20 ms and 0.5 MB to load."""
    spec = find_spec(package)
    folder = os.path.dirname(spec.origin) if spec and spec.origin else ""
    with open(os.path.join(folder, "__version__.py"), "rb") as source:
        return source.read()


@cache
def _code(package: str) -> str:
    """A digest of a package's source: whoever changes how names are read need not remember to say so here."""
    top = os.path.join(os.path.dirname(os.path.dirname(__file__)), package)
    found = blake2b(digest_size=12)
    for folder, _, names in sorted(os.walk(top)):
        for name in sorted(names):
            if name.endswith(".py"):
                with open(os.path.join(folder, name), "rb") as source:
                    found.update(source.read())
    return found.hexdigest()
