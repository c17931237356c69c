"""Asking: questions of ours, and the answers to them."""
