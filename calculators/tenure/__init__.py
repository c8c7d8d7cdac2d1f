"""How much time is credited in a rank or post, year by year."""
