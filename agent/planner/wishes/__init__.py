"""Wishes: words and values become wishes, each for one tool."""
