"""Prompts on a real terminal. Only here is prompt_toolkit known; it is loaded with the room."""
