"""Vision: who tells what a clip shows."""
