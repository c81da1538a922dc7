"""The screens and dialogs: each returns a typed answer, or posts what the person asked for."""
