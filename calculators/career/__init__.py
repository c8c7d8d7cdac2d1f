"""The earliest way up the ladder, to a date given."""
