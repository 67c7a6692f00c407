"""The log in a web browser: who may read it, the pages, and the server on this computer alone."""
