"""How an answer is told: sentences, pictures, HTML, dates for a calendar, a record to keep."""
