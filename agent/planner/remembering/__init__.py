"""Remembering: what is to be kept, brought back or forgotten."""
