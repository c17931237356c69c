"""Measure: looks at a clip that tools and operations need: levels, scenes, motion, faces."""
