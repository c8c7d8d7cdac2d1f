"""When the computable conditions for a rank are fulfilled, and why."""
