"""One small grammar of dates, for options, prompts, forms and files.

A text is cut into tokens (`tokens`) by the words of the languages in use (`words`, `vocabulary`).
The forms that a date can have are a table (`forms`), and beside each stands what makes days of it
(`days`), a time of day or a time zone (`times`). `parser` reads a text in every form that fits all
of it, and refuses it unless all readings agree: a wrong date in a log is never noticed.
"""
