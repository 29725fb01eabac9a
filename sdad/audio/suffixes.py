"""Which files are taken for recordings, for those who list them and never read one."""

AUDIO_SUFFIXES = frozenset(
    {
        ".wav",
        ".wave",
        ".bwf",
        ".rf64",
        ".w64",
        ".aif",
        ".aiff",
        ".aifc",
        ".flac",
        ".ogg",
        ".oga",
        ".opus",
        ".mp3",
        ".caf",
    }
)
"""The lower-case endings of files that are taken for recordings. What a file holds decides how it is read."""
