"""Titles: words as files that libass draws, and the fonts for them."""
