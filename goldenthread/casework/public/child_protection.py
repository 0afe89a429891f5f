"""The door of child protection: what other packages and the pages may ask and do."""
