"""Reading: a message becomes words and values."""
