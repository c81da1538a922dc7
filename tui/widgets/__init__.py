"""The widgets: each reads what it is given and holds no copy."""
