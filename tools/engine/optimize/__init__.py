"""Optimize: rules that rewrite operations to the same result for less work."""
