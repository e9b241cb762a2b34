"""`querbeet doctor`: what would be unsafe about this installation, and how to mend it."""
