"""Doctor: what works here, and what to do about the rest. Each part is tried, not looked up."""
