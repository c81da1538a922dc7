"""The episode names of the demo library, written for it, one class of mess after the other."""

from __future__ import annotations

from itertools import chain

from organizer.demo.seeds import Seed, each, extra, nothing, together

_SCENE = (
    each(4607, 1, range(1, 25), "downloads/Lost.S01.1080p.BluRay.x264-HARBOR/Lost.S01E{e:02}.{dots}.1080p.mkv",
         beside=(".en.srt",)),
    each(1396, 1, range(1, 8), "downloads/breaking.bad.s01e{e:02}.hdtv.xvid-oxbow.avi"),
    each(2316, 2, range(1, 23), "downloads/The.Office.US.S02E{e:02}.{dots}.720p.WEB-DL.x264-NIMBUS.mkv"),
    each(60948, 1, range(1, 7), "downloads/12.Monkeys.S01E{e:02}.720p.HDTV.x264-KITE.mkv"),
    each(60948, 2, (1, 2, 13), "downloads/12 Monkeys/Season 2/12.Monkeys.S02E{e:02}.{dots}.mkv"),
    each(60622, 1, range(1, 6), "downloads/Fargo.S01E{e:02}.1080p.WEB.H264-LUMEN.mkv"),
    each(157744, 1, range(1, 9), "downloads/1923.S01E{e:02}.{dots}.1080p.PMTP.WEB-DL.DDP5.1-TIDEWATER.mkv"),
    each(157744, 2, (1, 2), "downloads/1923 (2022) - Season 2/1923 - 2x{e:02}.mkv"),
    each(87108, 1, range(1, 6), "downloads/Chernobyl.2019.S01E{e:02}.2160p.UHD.BluRay.x265-PARSEC.mkv"),
    each(900006, 1, range(1, 5), "downloads/Kilowatt.S01E{e:02}.1080p.WEB.h264-NIMBUS/kilowatt.s01e{e:02}.1080p.mkv",
         beside=(".nfo",)),
    each(900006, 1, (5,), "downloads/Kilowatt.S01E05.1080p.WEB.h264-NIMBUS/0d9be3a6c8f24e7790c1a35bd862ef14.mkv"),
    each(900006, 1, (6,), "downloads/Kilowatt.SO1E06.720p.WEB.mkv"),
)  # fmt: skip
_FOLDERS = (
    each(4607, 2, range(1, 13), "series/Lost/Season 2/Lost - 2x{e:02} - {title}.avi"),
    together(4607, 2, (23, 24), "series/Lost/Season 2/Lost - 2x{e:02}-{last:02} - Live Together, Die Alone.avi"),
    each(4607, 0, (1, 2), "series/Lost/Specials/Lost - S00E{e:02} - {title}.avi"),
    each(1396, 2, range(1, 9), "series/Breaking Bad/Season 2/{e:02} - {title}.mkv", beside=(".srt",)),
    together(1396, 2, (9, 10), "series/Breaking Bad/Season 2/Breaking Bad S02E{e:02}-E{last:02}.mkv"),
    together(1396, 2, (11, 12, 13), "series/Breaking Bad/Season 2/Breaking.Bad.S02E{e:02}E12E{last:02}.720p.mkv"),
    each(1396, 0, (1, 2), "series/Breaking Bad/Season 00/Breaking Bad - s00e{e:02} - {title}.mp4"),
    each(1437, 1, range(1, 15), "series/Firefly/Firefly.1x{e:02}.{dots}.DVDRip.avi"),
    each(1973, 1, range(1, 7), "series/24/Season 01/24 - S01E{e:02} - {title}.mkv"),
    each(1973, 2, range(1, 4), "series/24/Season 02/24.S02E{e:02}.DVDRip.XviD-OXBOW.avi"),
    each(121, 1, range(1, 5), "series/Doctor Who (1963)/Season 01/S01E{e:02} - {title}.avi"),
    each(57243, 1, range(1, 6), "series/Doctor Who (2005)/Series 1/Doctor Who (2005) - s01e{e:02} - {title}.mkv"),
    each(57243, 2, range(1, 4), "series/Doctor.Who.2005.S02E{e:02}.{dots}.720p.x264.mkv"),
    each(57243, 0, (2,), "series/Doctor Who (2005)/Specials/Doctor.Who.2005.S00E02.The.Christmas.Invasion.mkv"),
    each(501, 1, range(1, 6), "series/Battlestar Galactica (1978)/Battlestar Galactica - 1x{e:02} - {title}.avi"),
    each(1972, 1, range(1, 7), "series/Battlestar.Galactica.2004.S01.DVDRip/battlestar.galactica.2004.s01e{e:02}.avi"),
    each(2996, 1, range(1, 7), "series/The Office (UK)/Series 1/The Office (UK) - S01E{e:02} - {title}.avi"),
    each(2996, 0, (1, 2), "series/The Office (UK)/Specials/The.Office.UK.S00E{e:02}.Christmas.Special.avi"),
    each(2316, 1, (1, 2), "series/The Office (2005) {{tmdb-2316}}/Season 01/The Office - s01e{e:02}.mkv"),
    together(2316, 1, (5, 6), "series/The Office (2005) {{tmdb-2316}}/Season 01/The Office s01e{e:02}-e{last:02}.mkv"),
    each(655, 1, range(3, 9), "series/Star Trek TNG/Season 1/Star.Trek.TNG.S01E{e:02}.{dots}.BluRay.mkv"),
    together(655, 1, (1, 2), "series/Star Trek TNG/Season 1/Star Trek The Next Generation 1x{e:02}-1x{last:02}.mkv"),
    each(4613, 1, range(1, 11), "series/Band of Brothers/Band of Brothers - Part {e} - {title}.mkv",
         beside=(".de.srt", ".en.srt")),
    each(1044, 1, range(1, 6), "series/Planet Earth (2006)/Planet.Earth.2006.E{e:02}.{dots}.1080p.BluRay.mkv"),
    each(900003, 1, range(1, 5), "series/Ferrymen/Ferrymen S1/Ferrymen Ep{e:02}.mkv"),
    each(900003, 1, (5,), "series/Ferrymen/Ferrymen S1/Ferrymen - s01e05 - pt1.avi"),
    each(900003, 1, (5,), "series/Ferrymen/Ferrymen S1/Ferrymen - s01e05 - pt2.avi"),
    together(900003, 1, (8, 9), "series/Ferrymen/Ferrymen.S01E08E09.The.Crossing.720p.mkv"),
    each(900003, 0, (1,), "series/Ferrymen/Season 0/Ferrymen - S00E01 - The Winter Crossing.mkv"),
    each(900003, 2, (2,), "series/EMHC-462x.p027.20E20S.nemyrreF.mkv"),
    each(900004, 1, range(1, 9), "series/Brightwater (2008)/Brightwater.2008.S01E{e:02}.{dots}.avi"),
    each(900005, 1, range(1, 4), "series/Brightwater (2021)/Season 1/Brightwater (2021) - S01E{e:02}.mkv"),
    extra(4607, "featurette", "series/Lost/Season 2/Featurettes/Lost on Location.avi", tv=True),
)  # fmt: skip
_LANGUAGES = (
    each(1399, 1, range(1, 6), "series/Juego de tronos/Temporada 1/Juego de Tronos [HDTV][Cap.1{e:02}].avi"),
    each(1399, 2, range(1, 4), "series/Le Trône de fer/Saison 2/Le.Trone.de.Fer.S02E{e:02}.FRENCH.720p.mkv"),
    each(1399, 1, (6, 7), "series/Game of Thrones/GoT.S01E{e:02}.720p.mkv"),
    each(70523, 1, range(1, 5), "series/Dark/Staffel 1/Dark.S01E{e:02}.GERMAN.1080p.NF.WEB-DL.x264-KITE.mkv"),
    each(70523, 1, (5,), "series/Dark/Staffel 1/Folge 5 - Wahrheiten.mkv"),
    each(71446, 1, range(1, 5), "series/La Casa de Papel/Temporada 1/La.Casa.de.Papel.1x{e:02}.SPANISH.mkv"),
    each(71446, 1, (5, 6), "series/Money.Heist.S01E{e:02}.1080p.NF.WEB-DL-LUMEN.mkv"),
    each(900003, 2, (3, 4), "series/Die Fährleute/Staffel 2/Die.Faehrleute.S02E{e:02}.GERMAN.mkv"),
    each(900003, 2, (5,), "series/Les Passeurs/Saison 2/05 - The Bridge Builder.mkv"),
    each(900006, 1, (7, 8), "series/Kilowatt/Kausi 1/Kilowatt {e:02}.mkv"),
    each(1396, 1, (2,), "series/Во все тяжкие/Сезон 1/Во.все.тяжкие.s01e02.mkv"),
)  # fmt: skip
_DATES = (
    each(900002, 1, range(1, 17), "shows/The.Late.Desk.{ymd}.{dots}.720p.WEB.h264-KITE.mkv"),
    each(900002, 1, range(17, 25), "shows/Late Desk/The Late Desk with Mara Quill - {date} - {title}.mp4"),
    each(900002, 2, range(1, 7), "shows/the late desk/the.late.desk.s02e{e:02}.web.mkv"),
    each(900002, 2, range(7, 11), "shows/the late desk/The Late Desk {yymmdd} {title}.mkv"),
)
_ANIME = (
    each(900001, 1, range(1, 14), "anime/[QuietSubs] Lantern Tide - {e:02} [1080p][{crc}].mkv"),
    each(900001, 2, range(14, 22), "anime/Lantern Tide/[QuietSubs] Lantern Tide - {e:02} (1280x720 x264 AAC).mkv"),
    each(900001, 2, (22, 23), "anime/[海灯字幕组][潮灯 Lantern Tide][{e:02}][1080P][简繁内封].mp4"),
    each(900001, 3, (26, 27, 28), "anime/[Lanternfall]_Shio_Akari_-_{e:02}v2_[BD_1080p].mkv"),
    together(900001, 3, (36, 37), "anime/[QuietSubs] Lantern Tide - {e:02} ~ {last:02} [1080p].mkv"),
    each(1429, 1, range(1, 9), "anime/[QuietSubs] Shingeki no Kyojin - {n:02} [720p][{crc}].mkv"),
    each(1429, 2, range(1, 5), "anime/[Lanternfall] Attack on Titan - {n} [1080p].mkv"),
    each(1429, 3, range(1, 4), "anime/[Lanternfall] Attack on Titan S3 - {e:02} (1080p) [{crc}].mkv"),
    each(1429, 1, (9, 10), "anime/進撃の巨人/進撃の巨人 第{e:02}話.mkv"),
    each(1429, 2, (5, 6), "anime/Shingeki no Kyojin Season 2/Shingeki no Kyojin Season 2 - {e:02}.mkv"),
)
_ORDERS = (
    each(900007, 1, range(1, 8), "series/Saltmarsh Road/Saltmarsh.Road.S{ds:02}E{d:02}.{dots}.DVDRip.XviD-OXBOW.avi"),
    each(900007, 2, range(1, 6), "series/Saltmarsh Road/Saltmarsh.Road.S{ds:02}E{d:02}.{dots}.DVDRip.XviD-OXBOW.avi"),
    each(1429, 2, range(7, 11), "anime/Attack on Titan/[Lanternfall] Attack on Titan S01E{n} [1080p].mkv"),
)
_UNCLEAR = (
    each(2316, 1, (3, 4), "unsorted/The.Office.S01E{e:02}.avi", ambiguous=True),
    each(57243, 1, (6,), "unsorted/Doctor.Who.S01E{e:02}.mkv", ambiguous=True),
    each(1972, 1, (8,), "unsorted/Battlestar Galactica 1x{e:02}.avi", ambiguous=True),
    each(900004, 1, (2,), "unsorted/brightwater.s01e{e:02}.mkv", ambiguous=True),
)
_NOTHING = nothing(
    "unsorted/Nobody.Made.This.Show.S03E04.720p.mkv",
    "unsorted/Chernobyl.S03E09.1080p.mkv",
    "unsorted/Firefly - 4x02 - The Return.mkv",
)

EPISODE_SEEDS: tuple[Seed, ...] = tuple(
    chain(*_SCENE, *_FOLDERS, *_LANGUAGES, *_DATES, *_ANIME, *_ORDERS, *_UNCLEAR, _NOTHING)
)
"""Every episode name of the demo library, and those that name an episode there is not."""
