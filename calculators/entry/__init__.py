"""The rank and level with which a recruit begins."""
