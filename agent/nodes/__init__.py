"""The nodes of the graph, a verb each. A node returns only what it changed."""
