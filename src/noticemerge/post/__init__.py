"""Labels and envelopes, to come.

In: recipients as letters address them. Out: Word documents to print them with.
"""
