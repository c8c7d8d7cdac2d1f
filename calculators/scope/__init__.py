"""Which systems apply to an organ."""
