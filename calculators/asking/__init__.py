"""What is asked: from JSON as people write it to typed facts, or to located problems."""
