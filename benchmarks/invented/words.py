"""Titles made of words: the grammar of invented films, series and episodes."""

from __future__ import annotations

from random import Random

_NOUNS = """
lantern harbour orchard winter river mountain garden mirror shadow castle bridge forest station letter window
island kingdom summer voyage witness hunter stranger sister brother daughter father machine signal tower desert
ocean storm thunder silence promise secret debt crown raven wolf fox tiger swan horse engine circus theatre
hospital prison village border frontier highway tunnel lighthouse compass clock candle needle ribbon violin piano
dancer painter sailor soldier doctor teacher baker farmer miner pilot captain general colonel queen king prince
princess duke baron monk nun priest angel devil ghost giant dwarf dragon serpent spider beetle sparrow heron
crane falcon eagle owl meadow valley canyon glacier volcano reef lagoon marsh delta prairie steppe tundra jungle
pavilion cathedral monastery library museum archive market carousel hotel motel diner tavern saloon kitchen attic
cellar staircase corridor balcony courtyard fountain statue portrait mask costume jewel pearl diamond emerald
copper silver iron amber velvet cotton paper glass powder salt sugar honey bread wine poison medicine fever dream
memory silhouette echo whisper scream laughter song hymn anthem waltz tango verdict trial alibi ransom heist
wedding funeral birthday harvest carnival parade revolt siege duel truce exile journey homecoming departure
"""
_ADJECTIVES = """
last first lost hidden broken golden crimson silent endless distant frozen burning hollow wild gentle cruel blind
restless secret forgotten perfect strange quiet bitter sweet dark pale scarlet blue green black white red grey
empty crowded narrow steep sudden slow early late final second third ancient modern royal holy humble proud
brave clever foolish lonely married divorced invisible immortal electric magnetic wooden paper stolen borrowed
"""
_NAMES = """
Anna Clara Edith Flora Greta Hilda Ida Joan Katya Lena Marta Nora Olga Petra Ruth Sonja Thea Ursula Vera Wanda
Albert Bruno Conrad Dexter Emil Felix Gregor Hugo Igor Jonas Karl Leopold Martin Nestor Oscar Pavel Quentin Rufus
Stefan Tobias Ulrich Victor Walter Xavier Yannick Zoltan Abbott Barlow Carver Dalton Ellison Forster Garland Holt
"""
_PLACES = """
Aldermoor Brackwater Calloway Dunmere Eastvale Fenwick Glenhollow Harrowgate Ironbridge Kestrel Lindisford Marlow
Northwick Oakhaven Pinecrest Quarry Ravenna Saltmarsh Tidewater Umberland Varga Westerly Yarrow Zermatt Lisbon
Vienna Odessa Tangier Havana Kyoto Bergen Trieste Cadiz Marseille Gdansk Riga Palermo Toledo Cairo Lima Quito
"""
_VERBS = """
chasing finding losing saving leaving loving hunting killing raising burying waking dreaming meeting forgiving
remembering forgetting following escaping watching selling painting dancing crossing counting breaking building
"""


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SYLLABLES = _split("ka ri mo ta shi no ha ku ya ma to re na zu ki sa mi do ro ne hi ko ra su gi be")
_FOREIGN = {
    "fr": (
        ("Le", "La", "Les", "Une", "Mon"),
        _split(
            "été château forêt fenêtre étoile mère père frère épée écolière médecin rêve fête île hôtel voleur "
            "jardinier pêcheur horloge sorcière boulanger garçon bergère théâtre poussière"
        ),
        ("du soir", "sans nom", "de l'hiver", "à l'aube", "perdu", "de Marseille", "des étoiles", "oublié"),
    ),
    "de": (
        ("Der", "Die", "Das", "Ein", "Mein"),
        _split(
            "Bäcker Schlüssel Mädchen Brücke Wächter Königin Flügel Gärtner Schüler Märchen Nächte Sturm Koffer "
            "Schlösser Fährmann Drache Süden Lügner Zeuge Hügel Straße"
        ),
        ("im Nebel", "ohne Namen", "aus Wien", "der Nacht", "am Fluss", "für immer", "über Nacht", "von gestern"),
    ),
    "es": (
        ("El", "La", "Los", "Una", "Mi"),
        _split(
            "corazón niño montaña sueño señor jardín camino mañana ladrón espejo cigüeña león año canción pájaro "
            "reina médico árbol fantasía río"
        ),
        ("del sur", "sin nombre", "de la noche", "perdido", "en el espejo", "de mi madre", "de cristal", "del mar"),
    ),
}
NOUNS, ADJECTIVES, NAMES, PLACES, VERBS = map(_split, (_NOUNS, _ADJECTIVES, _NAMES, _PLACES, _VERBS))
_SHAPES = (
    ("The {N}", 9), ("{N}", 8), ("The {A} {N}", 14), ("{A} {N}", 9), ("{N} of {P}", 6), ("The {N} of {P}", 5),
    ("The {N} and the {N2}", 3), ("{N} & {N2}", 4), ("{M} and {M2}", 3), ("{M}", 2), ("{M}'s {N}", 5),
    ("{V} {M}", 4), ("{V} the {N}", 3), ("A {N} in {P}", 4), ("{d} {N}s", 3), ("The {N}'s {N2}", 3),
    ("{A}, {A2} and {A3}", 2), ("{N} on the {N2}", 3), ("{P}", 2), ("{M} {P}", 4), ("Dr. {P}", 1),
    ("{A}-{N} {N2}", 2), ("The {N} Who {V2} {P}", 2), ("Where the {N} Meets the {N2}", 1), ("{y}", 1),
    ("{N} {y}", 1), ("Mr. {M} Goes to {P}", 1), ("{d}", 1), ("{N}: {A} {N2}", 3), ("What Is {N}?", 1), ("{N}!", 1),
)  # fmt: skip
_FORMS, _WEIGHTS = zip(*_SHAPES, strict=True)


def title(random: Random) -> str:
    """One title of a film or series in English."""
    form = random.choices(_FORMS, _WEIGHTS)[0]
    pick = random.choice
    return str(form).format(
        N=pick(NOUNS).title(), N2=pick(NOUNS).title(), A=pick(ADJECTIVES).title(), A2=pick(ADJECTIVES).title(),
        A3=pick(ADJECTIVES).title(), M=pick(NAMES), M2=pick(NAMES), P=pick(PLACES), V=pick(VERBS).title(),
        V2=pick(VERBS).title().replace("ing", "ed"), d=random.randint(2, 99), y=random.randint(1901, 2079),
    )  # fmt: skip


def subtitle(random: Random) -> str:
    """What stands behind a colon."""
    form = random.choice(("{A} {N}", "The {N} of {P}", "{N} {N2}", "Return to {P}", "The {A} {N}", "{V} {M}"))
    pick = random.choice
    return form.format(
        N=pick(NOUNS).title(), N2=pick(NOUNS).title(), A=pick(ADJECTIVES).title(), M=pick(NAMES), P=pick(PLACES),
        V=pick(VERBS).title(),
    )  # fmt: skip


def foreign(random: Random, language: str) -> str:
    """A title in one of ``foreign_languages`` or in Latinised Japanese (``ja``)."""
    if language == "ja":
        words = ["".join(random.choices(_SYLLABLES, k=random.randint(2, 4))).title() for _ in range(3)]
        return f"{words[0]} {words[1]} no {words[2]}" if random.random() < 0.5 else f"{words[0]} {words[1]}"
    articles, nouns, tails = _FOREIGN[language]
    one, other = random.sample(nouns, 2)
    form = random.choice(("{a} {n} {t}", "{a} {n} {t} {m}", "{a} {n} {m} {p}", "{n} {m} {p}", "{a} {n}-{m} {t}"))
    return form.format(
        a=random.choice(articles), n=one, m=other, t=random.choice(tails), p=random.choice(PLACES)
    )  # fmt: skip


def episode_title(random: Random) -> str:
    """What one episode is called."""
    return subtitle(random) if random.random() < 0.6 else random.choice(NOUNS).title()
