"""The door of visits: what other packages and the pages may ask and do."""
