"""Acts on accounts: officers, their passwords, their second factor, their tokens.

Acts of the administrator write inside a revision that the caller has opened.
"""
