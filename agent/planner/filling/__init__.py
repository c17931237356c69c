"""Filling: the arguments of a tool from what a wish says."""
