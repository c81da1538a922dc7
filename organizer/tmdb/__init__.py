"""TMDB: typed records, an async client that asks seldom and politely, and the cache behind it."""
