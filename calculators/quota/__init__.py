"""How many of each rank an organ may have, and how many places are free."""
