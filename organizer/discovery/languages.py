"""The language and the flags that a subtitle's name gives: ``.pt-BR.forced``, ``2_English``, ``.eng.sdh``."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

_TOKEN = re.compile(r"[^\s._\-\[\](){},;+&~]+")
# Names and ISO 639-2 codes of the languages that subtitles are mostly in: they spare loading babelfish (70 ms).
_NAMES = {
    "en": "english eng", "es": "spanish espanol español castellano spa", "fr": "french francais français fre fra",
    "de": "german deutsch ger deu", "it": "italian italiano ita", "pt": "portuguese portugues português por",
    "nl": "dutch nederlands dut nld", "ru": "russian rus русский", "ja": "japanese jpn jap jp 日本語",
    "ko": "korean kor 한국어", "zh": "chinese chi zho mandarin 中文", "ar": "arabic ara العربية",
    "he": "hebrew heb iw עברית", "hi": "hindi hin",
    "tr": "turkish tur", "pl": "polish pol polski", "sv": "swedish swe svenska", "no": "norwegian norsk nor",
    "nb": "nob bokmal bokmål", "nn": "nno nynorsk", "da": "danish dan dansk dk", "fi": "finnish fin suomi",
    "is": "icelandic isl", "cs": "czech cze ces cz cesky česky čeština", "sk": "slovak slk slo",
    "hu": "hungarian hun magyar",
    "el": "greek gre ell gr ελληνικά", "ro": "romanian ron rum", "bg": "bulgarian bul", "hr": "croatian hrv",
    "sr": "serbian srp", "sl": "slovenian slv", "uk": "ukrainian ukr ua українська",
    "et": "estonian est", "lv": "latvian lav",
    "lt": "lithuanian lit", "th": "thai tha", "vi": "vietnamese vie vn", "id": "indonesian ind", "ms": "malay msa",
    "fa": "persian farsi fas", "ca": "catalan cat", "eu": "basque eus", "gl": "galician glg", "ta": "tamil tam",
    "te": "telugu tel", "ml": "malayalam", "bn": "bengali ben", "ur": "urdu", "mk": "macedonian mkd",
    "sq": "albanian sqi", "bs": "bosnian bos", "ka": "georgian kat", "hy": "armenian", "mn": "mongolian",
    "sw": "swahili swa", "pt-BR": "brazilian ptbr pob",
    "zh-CN": "chs cn 简体 简体中文", "zh-TW": "cht 繁體 繁体 繁體中文 繁体中文", "es-419": "latino",
}  # fmt: skip
_CODES = (  # ISO 639-1
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_TWO_LETTERS = frozenset(_CODES.split())
_KNOWN = {name: code for code, names in _NAMES.items() for name in names.split()}
_FLAGS = {
    "forced": "forced", "foreign": "forced", "signs": "forced", "sdh": "sdh", "hearing": "sdh", "impaired": "sdh",
    "hearingimpaired": "sdh", "cc": "cc", "captions": "cc", "default": "default",
}  # fmt: skip
_FLAG_ORDER = ("sdh", "cc", "forced", "default")  # .de.sdh.forced.srt in Plex's article on local subtitles
_REGIONS = {
    ("pt", "br"): "pt-BR", ("pt", "brazil"): "pt-BR", ("pt", "brazilian"): "pt-BR",
    ("pt", "brasil"): "pt-BR", ("pt", "brasileiro"): "pt-BR", ("pt", "european"): "pt-PT",
    ("es", "la"): "es-419", ("es", "419"): "es-419", ("es", "latin"): "es-419", ("es", "latino"): "es-419",
    ("zh", "simplified"): "zh-CN", ("zh", "traditional"): "zh-TW", ("zh", "hans"): "zh-CN", ("zh", "hant"): "zh-TW",
    ("zh", "cn"): "zh-CN", ("zh", "tw"): "zh-TW", ("zh", "hk"): "zh-HK", ("es", "mx"): "es-MX", ("en", "us"): "en-US",
    ("en", "gb"): "en-GB", ("fr", "ca"): "fr-CA",
}  # fmt: skip
_QUALIFIERS = frozenset({"brazil", "brasil", "latin", "simplified", "traditional", "hans", "hant", "419"})
_NOISE = frozenset(
    {"full", "complete", "dialogue", "closed", "american", "america", "european", "track", "subtitle", "subtitles",
     "sub", "subs", "vobsubs", "srt", "songs", "commentary", "text", "utf8", "ansi",
     "vobsub", "pgs", "stripped", "synced", "retail"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tags:
    """What was read. ``known`` means that every word was a language, a flag, a number or a usual filler."""

    language: str | None = None
    flags: tuple[str, ...] = ()
    known: bool = True


@dataclass(slots=True)
class _Reading:
    languages: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    qualifiers: list[str] = field(default_factory=list)
    hi: bool = False
    known: bool = True

    def tags(self) -> Tags:
        flags, language = set(self.flags), self.languages[-1] if self.languages else None
        if self.hi and language is None:
            language = "hi"  # alone it is Hindi; beside a language it says hearing impaired (Jellyfin's rule)
        elif self.hi:
            flags.add("sdh")
        for word in self.qualifiers:
            language = _REGIONS.get((language or "", word), language)
        return Tags(language, ordered(flags), self.known)


def ordered(flags: Collection[str]) -> tuple[str, ...]:
    """The flags in the order in which Plex wants them."""
    return tuple(flag for flag in _FLAG_ORDER if flag in flags)


def tags_after_stem(text: str) -> Tags:
    """Tags from what follows the video's name in a subtitle's (``.en.forced``): all words count."""
    return _read(_words(text), rare=True)


def tags_of_name(text: str, beside: str = "") -> Tags:
    """Tags from a whole name (``2_English``, ``Some Film.en``): the words at its end, up to the first other one.

    What the name begins with as that of the video ``beside`` does is title: ``The Italian`` says no language.
    """
    words = _words(text)
    title = [word.casefold() for _, word in _words(beside)]
    while words and title and words[0][1].casefold() == title[0]:
        del words[0], title[0]
    return _read(_trailing(words), rare=False)


def title_words(text: str) -> str:
    """A subtitle's name without the tags at its end: ``Some Film`` of ``Some.Film.en.forced``."""
    words = _words(text)
    return " ".join(word for _, word in words[: len(words) - len(_trailing(words))])


def _trailing(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words at the end that are tags."""
    known = len(words)
    while known and _understood(words[known - 1][1]):
        known -= 1
    return words[known:]


def tags_of_folder(name: str) -> Tags:
    """Tags from the name of a folder of subtitles (``English``, ``Subs (forced)``), unless it says more."""
    words = _words(name)
    return _read(words, rare=False) if all(_understood(word) for _, word in words) else Tags(known=False)


def _words(text: str) -> list[tuple[str, str]]:
    return [(text[m.start() - 1] if m.start() else "", m.group()) for m in _TOKEN.finditer(text)]


def _understood(word: str) -> bool:
    lower = word.lower()
    return (
        (lower.isdecimal() and len(lower) <= 3)
        or lower in _FLAGS
        or lower in _NOISE
        or lower in _QUALIFIERS
        or _common(lower) is not None
    )


def _read(words: list[tuple[str, str]], *, rare: bool) -> Tags:
    reading = _Reading()
    for separator, word in words:
        _take(reading, separator, word, rare=rare)
    return reading.tags()


def _take(reading: _Reading, separator: str, word: str, *, rare: bool) -> None:
    lower, last = word.lower(), reading.languages[-1] if reading.languages else ""
    if lower == "hi":
        reading.hi = True
    elif lower in _FLAGS:
        reading.flags.add(_FLAGS[lower])
    elif (last, lower) in _REGIONS:
        reading.languages[-1] = _REGIONS[last, lower]
    elif separator in {"-", "_"} and len(last) == 2 and len(word) == 2 and word.isalpha() and word.isupper():
        reading.languages[-1] = f"{last}-{word}"
    elif code := _common(lower) or (_rare(lower) if rare else None):
        if last == "pt-BR" and code == "pt":  # Brazilian Portuguese
            return
        reading.languages.append(code)
    elif lower in _QUALIFIERS:
        reading.qualifiers.append(lower)
    elif not (lower in _NOISE or (lower.isdecimal() and len(lower) <= 3)):
        reading.known = False


def _common(word: str) -> str | None:
    return word if word in _TWO_LETTERS else _KNOWN.get(word)


@lru_cache(maxsize=1024)
def _rare(word: str) -> str | None:
    """A language outside the table, by its ISO 639-2 code or English name: ISO 639-1 where there is one."""
    if not (word.isascii() and word.isalpha() and 3 <= len(word) <= 20):
        return None
    from babelfish import Error, Language  # 70 ms, and seldom needed

    for read in (Language.fromalpha3b, Language.fromalpha3t) if len(word) == 3 else (Language.fromname,):
        try:
            found = read(word if len(word) == 3 else word.title())
        except (Error, ValueError):
            continue
        try:
            return str(found.alpha2)
        except Error:
            return str(found.alpha3)
    return None
