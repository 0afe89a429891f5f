"""Practice standards: one module for each area, over plain facts."""
