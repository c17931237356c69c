"""Front ends: the terminal and the demo. They know ``VideoAgent`` and little else of the agent."""
