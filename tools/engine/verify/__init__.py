"""Verify: rendered files are measured and held against what was predicted."""
