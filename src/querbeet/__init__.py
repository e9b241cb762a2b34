"""Querbeet: mentoring and skill-sharing for queer communities."""
