"""The files of the demo library that are left out: samples, junk, unfinished downloads, what other programs leave."""

from __future__ import annotations

from itertools import chain

from organizer.demo.seeds import Junk, junk
from organizer.model import LeftOutReason

_HEAT = "downloads/Heat.1995.REMASTERED.1080p.BluRay.x264-HARBOR"

JUNK: tuple[Junk, ...] = tuple(
    chain(
        junk(
            LeftOutReason.SAMPLE,
            f"{_HEAT}/Sample/heat.1995.remastered.1080p.bluray.x264-harbor-sample.mkv",
            "downloads/Kilowatt.S01E01.1080p.WEB.h264-NIMBUS/sample-kilowatt.s01e01.1080p.web.h264-nimbus.mkv",
            "films/world/Das.Boot.1981/das.boot.1981.sample.avi",
        ),
        junk(
            LeftOutReason.NOT_MEDIA,
            f"{_HEAT}/heat.1995.remastered.1080p.bluray.x264-harbor.sfv",
            f"{_HEAT}/Visit us.url",
            "downloads/The Matrix Reloaded (2003) [1080p] [BluRay] [5.1] [KITE]/READ ME.txt",
            "downloads/Lost.S01.1080p.BluRay.x264-HARBOR/checksums.md5",
            "films/watchlist.txt",
            "camera/notes.docx",
            "complete/old.torrent",
        ),
        junk(
            LeftOutReason.UNFINISHED,
            "incoming/Zodiac.2007.1080p.BluRay.x264-HARBOR.mkv.part",
            "incoming/Rocky.1976.720p.mkv.!qB",
            "incoming/Moon.2009.mkv.crdownload",
        ),
        junk(
            LeftOutReason.SYSTEM_FOLDER,
            "films/@eaDir/1917.2019.DVDSCR.XviD-OXBOW.avi/SYNOVIDEO_VIDEO_SCREENSHOT.jpg",
            "series/#recycle/Lost - 2x01 - old copy.avi",
            "lost+found/00001234.mkv",
        ),
        junk(LeftOutReason.HIDDEN, "films/._Up.2009.720p.mkv", "downloads/.DS_Store", ".cache/thumb.jpg"),
        junk(LeftOutReason.ORPHAN, "films/unsorted/leftover/Some.Film.1999.en.srt"),
    )
)
"""Each with the reason for which it is left out."""
