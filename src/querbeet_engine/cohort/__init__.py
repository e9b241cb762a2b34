"""Matching mentees with mentors: flows, deferred acceptance, auction."""
