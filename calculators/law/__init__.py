"""The rules as data: looked up by date, found by the names that people use, weighed by their evidence."""
