"""The wheel holds everything: built, installed into an empty environment, started away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START = """
import asyncio, os, sys
from pathlib import Path

import tui
from organizer.config.schema import Settings, TmdbSettings
from organizer.demo.tmdb import DemoTransport
from organizer.locations import locations
from organizer.session import Session
from organizer.store.review import ReviewStore
from tui.app import OrganizerApp
from tui.bridge import EngineBridge
from tui.desk import Desk
from tui.glyphs import UNICODE
from tui.paths import style_sheets

assert Path(tui.__file__).is_relative_to(sys.prefix), tui.__file__
assert style_sheets() and all(sheet.is_relative_to(sys.prefix) for sheet in style_sheets())
settings = Settings(tmdb=TmdbSettings(access_token="demo"))
bridge = lambda wanted, offline: EngineBridge(lambda: Session(wanted, None, offline=offline, transport=DemoTransport()))
desk = Desk(settings, locations(), (), None, ReviewStore(), UNICODE, bridge, demo=True)
app = OrganizerApp(desk, theme="pmo-dark")

async def start():
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        loaded = {str(path) for path, _ in app.stylesheet.source}
        assert {str(sheet) for sheet in style_sheets()} <= loaded, loaded
        print("started with", len(app.stylesheet.rules), "rules")

asyncio.run(start())
"""


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel; what it depends on is borrowed from the environment of the tests."""

    folder: Path

    def run(self, *argv: str) -> str:
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        env |= {f"PMO_{name}_DIR": str(self.folder / "home") for name in ("CONFIG", "DATA", "CACHE")}
        done = subprocess.run(
            [self.folder / "bin" / argv[0], *argv[1:]],
            cwd=self.folder, env=env, capture_output=True, text=True, timeout=100, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("env") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=100)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python")]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--quiet", str(wheel)], check=True, timeout=100)
    packages = next((folder / "lib").glob("python*/site-packages"))
    # A path of a .pth file is searched, but .pth files within it are not read: the checkout stays out.
    (packages / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return Installed(folder)


def test_the_wheel_holds_the_packages_and_the_styles_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tui", "organizer"}
    sheets = {path.name for path in (ROOT / "styles").iterdir()}
    assert {f"tui/styles/{name}" for name in sheets} <= set(names)
    assert "organizer/demo/films.json" in names
    assert {"tui/py.typed", "organizer/py.typed"} <= set(names)


@pytest.mark.parametrize("program", ["pmo", "plex-media-organizer"])
def test_both_names_of_the_program_start(installed: Installed, program: str) -> None:
    assert installed.run(program, "--version").startswith("plex-media-organizer ")


def test_the_app_starts_with_its_styles(installed: Installed) -> None:
    assert "started with" in installed.run("python", "-c", START)
