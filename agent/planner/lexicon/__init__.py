"""Lexicon: what words mean, as data. Nothing here names a tool; tools bring their own words."""
