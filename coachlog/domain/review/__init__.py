"""What a week or a longer span adds up to."""
