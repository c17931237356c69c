"""Answers: what people ask, and what is no edit."""
