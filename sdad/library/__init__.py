"""Where things live on disk and in what form (floor 4). The only floor that knows."""
