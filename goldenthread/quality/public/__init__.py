"""The door of quality, a module for each area: what supervision, audit, inspection and improvement offer."""
