"""Until when a sanction or a warning bars promotion, and which grades it sets."""
