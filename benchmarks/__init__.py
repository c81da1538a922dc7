"""Benchmarks: each module is one command that prints a table, or JSON with ``--json``."""
