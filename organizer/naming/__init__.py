"""Naming: a match becomes a relative path that the media server understands."""

from organizer.naming.by_hand import by_hand
from organizer.naming.characters import NAME_LIMIT, clean, component
from organizer.naming.companions import companion_name, companion_names, is_numbered
from organizer.naming.presets import SCHEMES, Scheme
from organizer.naming.samples import Sample, check, samples
from organizer.naming.standing import is_right
from organizer.naming.style import NameStyle
from organizer.naming.targets import COMPANION_ROOM, SHORTEST_LIMIT, RelativeTarget, target
from organizer.naming.templates import TemplateError
from organizer.naming.versions import is_version_label, telling_labels, version_labels

__all__ = [
    "COMPANION_ROOM",
    "NAME_LIMIT",
    "SCHEMES",
    "SHORTEST_LIMIT",
    "NameStyle",
    "RelativeTarget",
    "Sample",
    "Scheme",
    "TemplateError",
    "by_hand",
    "check",
    "clean",
    "companion_name",
    "companion_names",
    "component",
    "is_numbered",
    "is_right",
    "is_version_label",
    "samples",
    "target",
    "telling_labels",
    "version_labels",
]
