"""Terms of leading posts, and when they bar another naming."""
