"""What a rank or post corresponds to elsewhere."""
