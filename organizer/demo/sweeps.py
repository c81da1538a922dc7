"""Further names for a large library: every film and episode of the catalogue once more, in other styles each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b

from organizer.demo.catalogue import CatalogueEpisode, Work, catalogue
from organizer.demo.search import words
from organizer.demo.seeds import Seed
from organizer.model import CandidateType

_PLACES = ("backup", "from friends", "old disk", "seedbox", "nas", "usb", "to sort", "attic")
_QUALITIES = (
    "1080p.BluRay.x264", "720p.WEB-DL.H264", "2160p.UHD.BluRay.x265.HDR", "DVDRip.XviD", "1080p.WEBRip.DDP5.1.x264",
    "720p.HDTV.x264", "1080p.AMZN.WEB-DL.DD5.1.H.264", "480p.DVDRip.x264", "1080p.BluRay.REMUX.AVC.DTS-HD.MA.5.1",
)  # fmt: skip
_GROUPS = ("HARBOR", "NIMBUS", "KITE", "OXBOW", "PARSEC", "LUMEN", "TIDEWATER", "DRIFT", "QUARRY", "SEXTANT", "EMBER")
_FILM_STYLES = (
    "{dots}.{year}.{quality}-{group}.mkv",
    "{title} ({year})/{title} ({year}).mkv",
    "{dots}.{year}.{quality}-{group}/{dots}.{year}.{quality}-{group}.mkv",
    "{title} [{year}] [{group}].mp4",
    "{under}_{year}_{group}.avi",
    "{lower}.{year}.{quality}-{group}/{code}.mkv",
    "{title} - {year} - {group}.m4v",
    "{original} ({year})/{original}.mkv",
)
_EPISODE_STYLES = (
    "{dots}.S{s:02}E{e:02}.{quality}-{group}.mkv",
    "{title}/Season {s:02}/{title} - S{s:02}E{e:02} - {name}.mkv",
    "{title}/Season {s}/{title} {s}x{e:02} {name}.avi",
    "{dots}.S{s:02}.{quality}-{group}/{dots}.S{s:02}E{e:02}.{named}.{quality}-{group}.mkv",
    "{lower}.s{s:02}e{e:02}.{group}.mp4",
    "{title} Season {s}/S{s:02}E{e:02} - {name}.mkv",
    "{dots}.S{s:02}E{e:02}.{quality}-{group}/{code}.mkv",
)
_DATED_STYLES = (
    "{dots}.{ymd}.{quality}-{group}.mkv",
    "{title}/{title} - {date} - {name}.mp4",
    "{title} {date} [{group}].mkv",
)
_NOT_WORD = re.compile(r"[^\w-]+")


def sweep(number: int) -> Iterator[Seed]:
    """Seeds for all works, in a folder and in styles of that number's own; a number always gives the same ones."""
    round_, place = divmod(number, len(_PLACES))
    folder = f"{_PLACES[place]} {round_ + 1}" if round_ else _PLACES[place]
    for place, film in enumerate(catalogue().films.values()):
        if not _outshone(film):
            yield _film_seed(folder, film, number * 3 + place)
    for show in catalogue().series.values():
        for place, episode in enumerate(show.episodes()):
            yield _episode_seed(folder, show, episode, number * 5 + place // 6)


def clean(title: str) -> str:
    """A title as a careful program writes it into a file name."""
    return title.replace("/", "-").replace(": ", " - ").replace(":", ".").strip(" ?.") or title


def dotted(title: str) -> str:
    """A title as release names have it: dots between the words, no punctuation."""
    return _NOT_WORD.sub(".", title.replace("'", "")).strip(".-")


def _twins(work: Work) -> list[Work]:
    """Other works of the kind under the same title; for films, of the same year too."""
    is_film = work.kind is CandidateType.MOVIE
    among = catalogue().films if is_film else catalogue().series
    name = words(work.english_title)
    found = (other for other in among.values() if other is not work and words(other.english_title) == name)
    return [other for other in found if not is_film or other.year == work.year]


def _outshone(film: Work) -> bool:
    """Whether a film of the same title and year is so much better known that its name can only mean that one."""
    return any(other.votes >= 10 * film.votes for other in _twins(film))


def _tail(pick: int, work: Work) -> dict[str, object]:
    mixed = pick * 7 + work.id
    return {
        "quality": _QUALITIES[mixed % len(_QUALITIES)],
        "group": _GROUPS[(mixed // 3) % len(_GROUPS)],
        "code": _code(f"{work.kind} {work.id} {pick}"),
    }


def _code(text: str) -> str:
    """The 32 hexadecimal digits that some downloads have for a name."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _film_seed(folder: str, film: Work, pick: int) -> Seed:
    title = film.english_title
    path = _FILM_STYLES[pick % len(_FILM_STYLES)].format(
        title=clean(title),
        dots=dotted(title),
        under=dotted(title).replace(".", "_"),
        lower=dotted(title).lower(),
        original=clean(film.original_title),
        year=film.year,
        **_tail(pick, film),
    )
    rivals = [other for other in _twins(film) if film.votes < 10 * other.votes]
    return Seed(f"{folder}/{path}", (film.kind, film.id), ambiguous=bool(rivals))


def _episode_seed(folder: str, show: Work, episode: CatalogueEpisode, pick: int) -> Seed:
    dated = show.english_title.startswith("The Late Desk")
    styles = _DATED_STYLES if dated else _EPISODE_STYLES
    title = f"{show.english_title} {show.year}" if _twins(show) else show.english_title
    name = episode.titles.get("en", f"Episode {episode.number}")
    path = styles[pick % len(styles)].format(
        title=clean(title),
        dots=dotted(title),
        lower=dotted(title).lower(),
        s=episode.season,
        e=episode.number,
        name=clean(name),
        named=dotted(name),
        date=episode.air_date,
        ymd=(episode.air_date or "").replace("-", "."),
        **(_tail(pick, show) | {"code": _code(f"{episode.id} {pick}")}),
    )
    path = path.replace("{", "{{").replace("}", "}}")  # it is a template once more
    return Seed(f"{folder}/{path}", (show.kind, show.id), episode.season, (episode.number,))
