"""Choosing: which tool a wish asks for, and what no tool is for."""
