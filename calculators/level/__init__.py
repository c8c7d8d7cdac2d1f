"""The pay level: which one follows from which rule, and when."""
