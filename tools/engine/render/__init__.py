"""Render: a described clip becomes files: runs, passes, what is kept, what is delivered."""
