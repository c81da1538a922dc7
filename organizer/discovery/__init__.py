"""Discovery: folders become media files with their companions, and a list of what was left out, with the reason."""

from organizer.discovery.found import Found, Known, Seen
from organizer.discovery.roots import check_roots
from organizer.discovery.walk import discover

__all__ = ["Found", "Known", "Seen", "check_roots", "discover"]
