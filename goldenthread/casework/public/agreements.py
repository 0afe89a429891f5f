"""The door of agreements: what other packages and the pages may ask and do."""
