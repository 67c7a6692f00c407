"""Floor 2: records to bytes."""
