"""PostgreSQL as a shelf: its tables, who may use them, and the connection."""
