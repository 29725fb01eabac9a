"""The one door of everything that answers HTTP: the API and the panel are served and guarded by the same code."""
