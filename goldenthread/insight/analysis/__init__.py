"""Statistics that explain a measure, as plain Python: no database, no framework, the same answer every time."""
