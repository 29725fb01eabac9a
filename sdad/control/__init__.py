"""What can be controlled, and the words every surface uses for it (floor 1). Never imports torch."""
