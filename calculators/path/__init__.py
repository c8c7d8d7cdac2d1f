"""A career so far, each step judged by the law of its own day."""
