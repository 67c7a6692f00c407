"""The example that an author of a new guide finds in the editor: it explains itself."""

TEMPLATE = """\
# A guide asks one question after another until it is clear what to do.
# The first step comes first. Lines that begin with # are ignored.
# The answers go below their question. The arrow after an answer leads to a step, by its name,
# or to another question, with its own answers indented below it. Every path ends with one of
#   do ...                      what to do
#   document ...                what to write down, and where
#   escalate to ... with ...    whom to ask, and what they need to decide
# "rule:" names the rule behind a question or an ending.
# "judgement:" says that no rule decides the question, and how to think about it.

guide: Can this fee be waived?
topic: fees
rule: Fee schedule, section 3

start: Is the customer on the list of exempt bodies?
  yes -> waive
  no -> hardship

hardship: Would the fee keep the customer from applying?
  judgement: Ask what they would do without the waiver.
  yes -> document in the case file why, then waive the fee
  no -> Have they asked before?
      yes -> do Take the fee, and say which office can help
      no -> do Take the fee
  cannot tell -> escalate to the team lead with the application

waive: do Waive the fee and note the exemption
"""
