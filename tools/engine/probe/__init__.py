"""Probe: what files from outside are; the only way in which they are opened."""
