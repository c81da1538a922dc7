"""Naming: a match becomes a relative path that the media server understands."""
