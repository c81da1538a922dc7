"""A small world without clock, disk or network: rows in every state, and an engine that answers from a script."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from organizer.cancellation import CancelToken
from organizer.config.schema import InterfaceSettings, LibrarySettings, Settings, TmdbSettings
from organizer.errors import TmdbError
from organizer.locations import Locations
from organizer.matching.about import About
from organizer.matching.evidence import Fitting
from organizer.matching.numbering import OrderChoice
from organizer.matching.orders import Filed, OrderFit
from organizer.model import (
    Candidate,
    CandidateType,
    Companion,
    CompanionKind,
    Decision,
    EarlierRuns,
    EpisodeRef,
    FileIdentity,
    Hypothesis,
    LeftOut,
    LeftOutReason,
    Library,
    Match,
    MediaFile,
    MediaType,
    Origin,
    Parse,
    ParsedName,
    Tier,
    Verdict,
)
from organizer.pipeline import (
    Counters,
    FilesFound,
    FilesMatched,
    FilesParsed,
    PipelineEvent,
    PipelineFinished,
    Sink,
    StageFailed,
)
from organizer.store.aliases import AliasBook
from organizer.store.review import ReviewStore
from organizer.tmdb.statistics import TmdbStatistics
from tui.app import OrganizerApp
from tui.bridge import EngineBridge
from tui.desk import Desk
from tui.glyphs import ASCII, UNICODE

ROOT = "/in"


def media(name: str, *, size: int = 1_503_238_553, subtitles: Sequence[str] = (), root: str = ROOT) -> MediaFile:
    """A video below the root, with subtitles in these languages."""
    path = f"{root}/{name}"
    stem = path.rpartition(".")[0]
    companions = tuple(
        Companion(f"{stem}.{lang}.srt", CompanionKind.SUBTITLE, FileIdentity(1, 2, 40_000, 1), language=lang)
        for lang in subtitles
    )
    return MediaFile(path, root, FileIdentity(1, abs(hash(name)) % 10**6, size, 1), companions)


def film_parse(title: str, year: int | None = None, **more: object) -> Parse:
    """The name of a film."""
    parsed = replace(ParsedName("", MediaType.MOVIE, title, year), **more)  # type: ignore[arg-type]
    return Parse(parsed, (Hypothesis(parsed, Origin.PATH, 1.0),))


def episode_parse(title: str, season: int, *episodes: int) -> Parse:
    """The name of an episode."""
    parsed = ParsedName("", MediaType.EPISODE, title, season=(season,), episode=episodes, screen_size="720p")
    return Parse(parsed, (Hypothesis(parsed, Origin.PATH, 1.0),))


def film(tmdb_id: int, title: str, year: int, score: float, *reasons: str, overview: str = "") -> Candidate:
    """A film of TMDB."""
    return Candidate(CandidateType.MOVIE, tmdb_id, title, title, year, score, reasons, overview, ("US",))


def series(tmdb_id: int, title: str, year: int, score: float, *reasons: str) -> Candidate:
    """A series of TMDB."""
    return Candidate(CandidateType.TV, tmdb_id, title, title, year, score, reasons, "A village and its lamps.", ("GB",))


def match_of(candidate: Candidate, parse: Parse) -> Match:
    """The match when this candidate is taken."""
    if candidate.type is CandidateType.MOVIE:
        return Match(MediaType.MOVIE, candidate.tmdb_id, candidate.title, candidate.title, candidate.year)
    season = parse.parsed.season[0] if parse.parsed.season else 1
    episodes = tuple(EpisodeRef(season, n, f"Chapter {n}") for n in parse.parsed.episode)
    return Match(
        MediaType.EPISODE, candidate.tmdb_id, candidate.title, candidate.title, candidate.year, season, episodes
    )


def verdict(tier: Tier, parse: Parse, *candidates: Candidate, gap: float = 1.0) -> Verdict:
    """A verdict with the first candidate as its match."""
    if tier is Tier.NONE:
        return Verdict(tier, reasons=("TMDB knows nothing of that name",))
    first = candidates[0]
    return Verdict(tier, match_of(first, parse), first.score, gap, first.reasons, candidates, first.score)


LANTERN = series(501, "Lantern Village", 2016, 0.98, "title exact", "episode exists")
HARBOUR_NEW = film(602, "The Quiet Harbour", 2018, 0.91, "title exact", "the name has no year")
HARBOUR_OLD = film(601, "The Quiet Harbour", 1962, 0.91, "title exact", "the name has no year")
KITE = film(603, "Paper Kite", 1999, 0.99, "title exact", "year exact")
TIDE = film(604, "High Tide at Noon", 2007, 0.83, "title 88% alike", "year off by one")

NAMED: tuple[tuple[MediaFile, Parse, Verdict], ...] = tuple(
    (file, parse, verdict(tier, parse, *candidates, gap=gap))
    for file, parse, tier, candidates, gap in (
        *(
            (
                media(f"shows/Lantern.Village.S01E{n:02d}.720p.HDTV.x264-KETTLE.mkv", subtitles=("en",)),
                episode_parse("Lantern Village", 1, n),
                Tier.SURE,
                (LANTERN,),
                1.0,
            )
            for n in range(1, 7)
        ),
        (
            media("films/Paper.Kite.1999.1080p.mkv", size=8_000_000_000),
            film_parse("Paper Kite", 1999),
            Tier.SURE,
            (KITE,),
            1.0,
        ),
        (media("films/high tide at noon (2008).avi"), film_parse("high tide at noon", 2008), Tier.LIKELY, (TIDE,), 0.3),
        (
            media("films/The Quiet Harbour.mkv"),
            film_parse("The Quiet Harbour"),
            Tier.AMBIGUOUS,
            (HARBOUR_NEW, HARBOUR_OLD),
            0.0,
        ),
        (media("phone/VID_0042.mp4", size=90_000_000), Parse(ParsedName("")), Tier.NONE, (), 1.0),
    )
)
LEFT_OUT = (
    LeftOut(f"{ROOT}/@eaDir", LeftOutReason.SYSTEM_FOLDER),
    LeftOut(f"{ROOT}/films/Paper.Kite.sample.mkv", LeftOutReason.SAMPLE, "named like a sample, and small"),
)


def filled_store(
    rows: Sequence[tuple[MediaFile, Parse, Verdict]] = NAMED, *, before: EarlierRuns | None = None
) -> ReviewStore:
    """A store in which everything is matched and nothing decided."""
    store = ReviewStore(before=before)
    store.add([file for file, _, _ in rows], LEFT_OUT)
    store.set_parses((file.path, parse) for file, parse, _ in rows)
    store.set_verdicts((file.path, found) for file, _, found in rows)
    return store


def about_of(candidate: Candidate) -> About:
    """What TMDB says of it beyond the search."""
    overview = (
        candidate.overview or "A harbour master counts the boats, writes letters to all who left, and waits for one."
    )
    if candidate.type is CandidateType.TV:
        return About(candidate.original_title, overview, 42, ("Drama", "Mystery"), 3, 24, "tt0040501")
    return About(candidate.original_title, overview, 125, ("Drama",), imdb_id="tt0040602")


@dataclass
class FakeScan:
    """A scan that brings its events at once and ends, or waits to be cancelled."""

    events: Sequence[PipelineEvent]
    sink: Sink
    token: CancelToken
    counters: Counters
    endless: bool = False

    @property
    def tmdb(self) -> TmdbStatistics:
        return TmdbStatistics(requests=12, cache_hits=30)

    async def run(self) -> None:
        for event in self.events:
            self.sink(event)
        if self.endless:
            await asyncio.to_thread(self.token.wait, 30)
        self.counters.finished = True
        self.sink(PipelineFinished(cancelled=self.token.cancelled))


@dataclass
class FakeEngine:
    """Answers searches from a list, and notes what it was asked."""

    events: Sequence[PipelineEvent] = ()
    results: tuple[Candidate, ...] = (HARBOUR_NEW, HARBOUR_OLD, TIDE, LANTERN)
    refuses: TmdbError | None = None
    endless: bool = False
    asked: list[tuple[object, ...]] = field(default_factory=list)
    aliases: AliasBook | None = None
    scans: int = 0

    @property
    def matcher(self) -> FakeEngine:
        return self

    @property
    def client(self) -> FakeEngine:
        return self

    def pipeline(self, roots: Sequence[str], sink: Sink, token: CancelToken) -> FakeScan:
        self.scans += 1
        return FakeScan(self.events, sink, token, counters(), self.endless)

    async def search(
        self, text: str, kind: CandidateType | None = None, year: int | None = None
    ) -> tuple[Candidate, ...]:
        self.asked.append((text, kind, year))
        if self.refuses:
            raise self.refuses
        return tuple(c for c in self.results if kind in {None, c.type})

    async def about(self, candidate: Candidate) -> About | None:
        self.asked.append(("about", candidate.tmdb_id))
        if self.refuses:
            raise self.refuses
        return about_of(candidate)

    async def choose(self, parse: Parse, candidate: Candidate) -> Verdict:
        if self.refuses:
            raise self.refuses
        return replace(verdict(Tier.SURE, parse, candidate), candidates=self.results)

    async def match(self, parse: Parse) -> Verdict:
        self.asked.append(("match", parse.parsed.title))
        taught = self.aliases.find(parse) if self.aliases else None
        chosen = next((c for c in self.results if taught and c.tmdb_id == taught.tmdb_id), None)
        return verdict(Tier.SURE, parse, chosen) if chosen else verdict(Tier.NONE, parse)

    async def order_fits(self, show_id: int, files: Sequence[Filed]) -> tuple[OrderFit, ...]:
        if self.refuses:
            raise self.refuses
        return order_fits(files)

    async def check(self) -> None:
        self.asked.append(("check",))
        if self.refuses:
            raise self.refuses


def order_fits(files: Sequence[Filed]) -> tuple[OrderFit, ...]:
    """The discs have the episodes the other way round; the last one is not on them."""
    last = len(files)

    def read(key: str, numbers: Sequence[int]) -> dict[str, Verdict]:
        found = {}
        for (path, _, said), number in zip(files, numbers, strict=False):
            assert said.match
            match = replace(said.match, episodes=(EpisodeRef(1, number, f"Chapter {number}"),), order=key)
            found[path] = replace(said, match=match, tier=Tier.SURE)
        return found

    dvd = read("dvd", range(last - 1, 0, -1))
    return (
        OrderFit(OrderChoice("dvd", "DVD order", last - 1), Fitting(last, 1, last, last - 1, 0), len(dvd), dvd),
        OrderFit(
            OrderChoice("aired", "aired order", last),
            Fitting(last, 0, last, 1, 3),
            0,
            read("aired", range(1, last + 1)),
        ),
        OrderFit(OrderChoice("5f00", "TV order “Syndicated”", 3), Fitting(last, last, 0, 0, 0), 0, {}),
    )  # fmt: skip


def counters() -> Counters:
    """Numbers that stand still: 10 files in 4 seconds."""
    return Counters(
        found=10, left_out=2, parsed=10, matched=10, discovering=False, finished=True, started=100.0, ended=104.0
    )


class StillBridge(EngineBridge):
    """Runs nothing; its numbers stand still, so that a picture is always the same."""

    def __init__(self, engine: FakeEngine | None = None, *, failed: StageFailed | None = None) -> None:
        found = engine or FakeEngine()
        super().__init__(lambda: _opened(found))
        self._failed = failed
        self._told: StageFailed | None = None
        self._numbers: Counters | None = counters()

    def start(self) -> None:
        """Nothing to start."""

    def scan(self, roots: Sequence[str]) -> None:
        """Nothing is scanned; a failure comes of a scan."""
        self._told = self._failed

    @property
    def counters(self) -> Counters | None:
        return self._numbers

    @property
    def tmdb(self) -> TmdbStatistics:
        return TmdbStatistics(requests=12, cache_hits=30)

    def drain_into(self, store: ReviewStore, seconds: float = 0.0) -> list[StageFailed | PipelineFinished]:
        failed, self._told = self._told, None
        return [failed] if failed else []

    async def search(self, text: str, kind: CandidateType | None, year: int | None) -> tuple[Candidate, ...]:
        return (HARBOUR_NEW, HARBOUR_OLD, TIDE)

    async def about(self, candidate: Candidate) -> About | None:
        return about_of(candidate)

    async def choose(self, parses: Mapping[int, Parse], candidate: Candidate) -> dict[int, Verdict]:
        return {i: verdict(Tier.SURE, parse, candidate) for i, parse in parses.items()}

    async def match(self, parses: Mapping[int, Parse]) -> dict[int, Verdict]:
        return {i: verdict(Tier.SURE, parse, LANTERN) for i, parse in parses.items()}

    async def order_fits(self, show_id: int, files: Sequence[Filed]) -> tuple[OrderFit, ...]:
        return order_fits(files)

    async def check(self) -> None:
        """Every key is good."""


@asynccontextmanager
async def _opened(engine: FakeEngine) -> AsyncIterator[FakeEngine]:
    yield engine


def bridge_to(engine: FakeEngine) -> EngineBridge:
    """A real bridge to a fake engine."""
    return EngineBridge(lambda: _opened(engine))


def settings(*, ascii_only: bool = False) -> Settings:
    """Defaults with a library and a key."""
    return Settings(
        library=LibrarySettings(root="/media"),
        tmdb=TmdbSettings(api_key="0" * 32),
        interface=InterfaceSettings(ascii=ascii_only),
    )


def places(folder: Path | str = "/nowhere") -> Locations:
    """Folders of the program below one folder."""
    base = Path(folder)
    return Locations(base / "config", base / "data", base / "cache")


def make_desk(
    store: ReviewStore | None = None,
    bridge: EngineBridge | None = None,
    *,
    folder: Path | str = "/nowhere",
    roots: tuple[str, ...] = (ROOT,),
    library: Library | None = Library("/media/Movies", "/media/TV Shows"),  # noqa: B008 - frozen
    ascii_only: bool = False,
) -> Desk:
    """A desk over a store and a bridge, by default the still ones."""
    return Desk(
        settings(ascii_only=ascii_only),
        places(folder),
        roots,
        library,
        filled_store() if store is None else store,
        ASCII if ascii_only else UNICODE,
        lambda _settings, _offline: bridge or StillBridge(),
    )


def make_app(desk: Desk | None = None, *, theme: str = "pmo-dark", ask_for_key: bool = False) -> OrganizerApp:
    """The app over a desk."""
    return OrganizerApp(desk or make_desk(), theme=theme, ask_for_key=ask_for_key)


def events_of(rows: Sequence[tuple[MediaFile, Parse, Verdict]] = NAMED) -> list[PipelineEvent]:
    """What a pipeline would bring for these rows."""
    found: list[PipelineEvent] = [FilesFound(tuple(file for file, _, _ in rows), LEFT_OUT)]
    found.append(FilesParsed(tuple((file.path, parse) for file, parse, _ in rows)))
    found += [FilesMatched(((file.path, said),)) for file, _, said in rows]
    return found


def decided(store: ReviewStore, decision: Decision) -> list[str]:
    """Names of the rows with this decision."""
    return [row.file.name for row in store if row.decision is decision]
