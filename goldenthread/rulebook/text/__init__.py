"""Reading what practitioners write: sentences, denials, factors, actions and outcomes."""
