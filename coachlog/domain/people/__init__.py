"""Names and personal data in free text."""
