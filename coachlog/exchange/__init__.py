"""Floor 2: outside formats, blind to storage and to render."""
