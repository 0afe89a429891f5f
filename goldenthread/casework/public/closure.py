"""The door of closure: what other packages and the pages may ask and do."""
