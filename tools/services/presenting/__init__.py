"""Presenting: who makes the film of a presenter that speaks a script."""
