"""Verbs of an account, one noun a file."""
