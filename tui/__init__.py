"""The interfaces: the terminal app and the command line. No imports here, so that start-up stays cheap."""
