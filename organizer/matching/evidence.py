"""What the names of a series' files say for or against an order: numbers that exist, and titles that agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from organizer.matching.numbering import Numbering, numbers_in
from organizer.matching.similarity import Fit, compare, normal
from organizer.model import EpisodeRef, Parse, ParsedName, Verdict


@dataclass(frozen=True, slots=True)
class FileNumbers:
    """A file of a series with the reading of its name that counts, and every title that its name may hold."""

    path: str
    parse: Parse
    verdict: Verdict
    parsed: ParsedName
    titles: tuple[str, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The episode numbers in the name."""
        return numbers_in(self.parsed)

    def agrees(self, refs: Sequence[EpisodeRef]) -> bool:
        """Whether a title in the name is that of one of the episodes."""
        return any(compare(title, name)[1] is not Fit.ALIKE for title in self.titles for name in _names(refs))


@dataclass(frozen=True, slots=True)
class Fitting:
    """How an order fits: of ``files``, so many numbers are ``missing``; so many titles in names are ``agreeing``, are
    ``against`` it: they are another episode's.
    """

    files: int
    missing: int
    titled: int
    agreeing: int
    against: int

    @property
    def misfits(self) -> int:
        """Files that the order does not explain."""
        return self.missing + self.against

    @property
    def explained(self) -> int:
        """Files whose numbers exist and whose titles do not contradict."""
        return self.files - self.misfits


class TitleIndex:
    """Every title of a series' episodes that is known, to tell another episode's title from noise in a name."""

    def __init__(self, numberings: Iterable[Numbering]) -> None:
        self._titles = {
            _key(name) for numbering in numberings for name in _names((*numbering.places.values(), *numbering.running))
        }

    def knows(self, title: str) -> bool:
        """Whether an episode of the series is called so."""
        return _key(title) in self._titles


def numbers_of_file(file: tuple[str, Parse, Verdict], usual: Numbering) -> FileNumbers:
    """The file with the reading by which its episodes were found: the default one where that cannot be told."""
    path, parse, verdict = file
    readings = (parse.parsed, *(h.parsed for h in parse.hypotheses))
    places = tuple((e.season, e.number) for e in verdict.match.episodes) if verdict.match else ()
    taken = next((r for r in readings if usual.places_of(r) == places), parse.parsed)
    titles = tuple(dict.fromkeys(r.episode_title for r in readings if r.episode_title))
    return FileNumbers(path, parse, verdict, taken, titles)


def fit(numbering: Numbering, files: Sequence[FileNumbers], index: TitleIndex) -> Fitting:
    """How the order fits the files."""
    missing = titled = agreeing = against = 0
    for file in files:
        refs = numbering.read(file.parsed)
        titled += bool(file.titles)
        if refs is None:
            missing += 1
        elif file.titles and _names(refs):
            agrees = file.agrees(refs)
            agreeing += agrees
            against += not agrees and any(index.knows(title) for title in file.titles)
    return Fitting(len(files), missing, titled, agreeing, against)


def _names(refs: Iterable[EpisodeRef]) -> list[str]:
    return [name for ref in refs for name in (ref.title, ref.original_title) if name]


def _key(title: str) -> str:
    return normal(title).replace(" ", "")
