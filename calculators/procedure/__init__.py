"""The steps of a decision, with their earliest days."""
