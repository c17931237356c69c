"""Referring: wishes about edits that were made before."""
