"""A large TMDB that exists nowhere: invented films and series, messy names for them, and a server of their data."""
