"""What the command `goldenthread` can do: one module each, with `add_arguments` and `run`."""
