"""Asking a person: prompts, walks, forms, the editor."""
