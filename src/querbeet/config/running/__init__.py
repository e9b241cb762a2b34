"""Starting and stopping an installation."""
