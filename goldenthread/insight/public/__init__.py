"""The door of insight, a module for each area: the dataset, the measures, and what is made of them."""
