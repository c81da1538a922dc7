"""The command line: one module for each command, on the same engine as the app."""
