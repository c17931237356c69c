"""The planners: from a message to tool calls."""
