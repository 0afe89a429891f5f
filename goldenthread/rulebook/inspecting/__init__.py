"""Inspections and what they find: regimes, themes, and reading a report into a proposal. Text in, proposal out."""
