"""The door of assessment: what other packages and the pages may ask and do."""
