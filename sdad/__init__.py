"""sdad, Small DataSet Audio: an instrument made of your own recordings.

Read the floors from the ground up; imports only ever go down, and neighbours on one floor never meet:

    0  settings, errors, units, disks, logs
    1  audio (signals and files) | control (THE TABLE, commands, events, state)
    2  descriptors (audio to numbers) | model (gestures, VAE, flow)
    3  synthesis (model and controls to audio) | training (recordings to model)
    4  library (the only floor that knows where things live on disk)
    5  engine (one deciding thread, jobs, workers)
    6  surfaces: osc | midi | http | panel | watch, the two that answer HTTP behind one door
    7  daemon (builds, starts and stops the rest)
    8  cli
"""

import os

# numpy's own threads fight with those of other processes over matrices that are too small to share: a decomposition of
# 0.1 s takes several seconds on a busy machine. It must be said before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
