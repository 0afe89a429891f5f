"""The door of plans: what other packages and the pages may ask and do."""
