"""The engine: finds, reads, matches, plans and moves media files. No interface, no imports here."""
