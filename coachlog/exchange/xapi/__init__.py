"""Statements for a learning record store, by xAPI 1.0.3, which stores of version 2.0 take, too."""
