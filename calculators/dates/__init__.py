"""Days, working days, and what holds on which day."""
