"""``pmo config``: the settings in force, where their file is, and a commented default file."""

from __future__ import annotations

from organizer.config.fields import SettingField, setting_fields
from organizer.config.write import toml_text, write_default
from tui.commands.arguments import one_of
from tui.commands.context import Context


def run(context: Context) -> int:
    """Show, tell the path, or write the default."""
    what = one_of(context.arguments.words, ("show", "path", "init"), "config")
    path = context.config_file
    if what == "show":
        _show(context)
    elif what == "init":
        write_default(path)
        context.out.object({"path": str(path), "written": True})
        context.out.line(f"Wrote {path}")
    else:
        context.out.object({"path": str(path), "exists": path.exists()})
        context.out.line(str(path))
    return 0


def _show(context: Context) -> None:
    loaded = context.loaded
    width = max(map(len, setting_fields()))
    for name, field in setting_fields().items():
        shown, origin = _shown(field, loaded.value(name)), loaded.origins[name]
        context.out.object({"setting": name, "value": shown, "origin": origin.kind.value, "from": origin.name or None})
        context.out.line(f"{name:<{width}}  {toml_text(shown)}  ({origin})")
    for name, keys in context.keymap.changed.items():
        context.out.object({"setting": f"keys.{name}", "value": list(keys), "origin": "file", "from": str(loaded.path)})
        context.out.line(f"{f'keys.{name}':<{width}}  {toml_text(' '.join(keys))}  ({loaded.path})")


def _shown(field: SettingField, value: object) -> object:
    """The value, or for a secret only that there is one."""
    if field.secret:
        return "set" if value else ""
    return list(value) if isinstance(value, tuple) else value
