"""E-mail to members, to come.

In: letters on record and the addresses of the list. Out: messages, drafts, and a journal of what was sent.
"""
