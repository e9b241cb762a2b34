"""One encrypted file that holds an installation, and the way back; see docs/how-to/backup.md."""
