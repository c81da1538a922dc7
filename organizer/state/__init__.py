"""State on disk: what was read and matched before, so that a rescan costs the walk and nothing else."""
