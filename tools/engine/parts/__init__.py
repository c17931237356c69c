"""Parts: a long clip rendered as several stretches, joined without a seam."""
