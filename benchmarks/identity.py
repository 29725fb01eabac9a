"""Does a take still sound like its own recordings, rather than like another musician's?

    python benchmarks/identity.py FOLDER FOLDER… [--workspace DIR] [--takes 10] [--seconds 8]

A classifier (extremely randomised trees on seconds described by librosa, see ``texture.py``) learns which of several
sets of recordings a second belongs to; takes of the models trained on them are given to it. A take belongs where most
of its seconds' probability lies. Printed: the share of takes that are given to their own recordings; the share of
single seconds of real recordings that are, when the classifier knew only the first 60 % of each recording, or three of
five short ones, and is asked about the rest, which says how far to trust it; and where takes went.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from models import add_arguments, keep, opened_workspace, played
from sklearn.ensemble import ExtraTreesClassifier
from texture import RATE_HZ, Rows, Signal, rows_of


def learnt(rows: list[Rows]) -> ExtraTreesClassifier:
    """Returns a classifier of rows, one collection per set; every set counts alike, however long it is."""
    judge = ExtraTreesClassifier(300, min_samples_leaf=2, class_weight="balanced", random_state=0)
    return judge.fit(np.concatenate(rows), np.concatenate([np.full(len(part), n) for n, part in enumerate(rows)]))


def begun_and_ended(sounds: list[Signal]) -> tuple[list[Signal], list[Signal]]:
    """Returns recordings divided: the first 60 % of the long ones and three of five short ones, and the rest."""
    begun, ended = [], []
    for place, sound in enumerate(sounds):
        if sound.shape[1] >= 2.5 * RATE_HZ:
            cut = int(0.6 * sound.shape[1])
            begun.append(sound[:, :cut])
            ended.append(sound[:, cut:])
        else:
            (begun if place % 5 < 3 else ended).append(sound)
    return begun, ended


def main() -> None:
    """Learns, then asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--takes", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=8.0)
    given = parser.parse_args()
    if len(given.names) < 2:
        parser.error("telling sets of recordings apart takes two or more of them")
    with opened_workspace(given) as workspace:
        models = [played(workspace, name, given) for name in given.names]
        recordings = [[audio.samples for audio in model.recordings()] for model in models]
        judge = learnt([rows_of(sounds) for sounds in recordings])
        divided = [begun_and_ended(sounds) for sounds in recordings]
        doubter = learnt([rows_of(begun) for begun, _ in divided])
        expected = [float((doubter.predict(rows_of(ended)) == n).mean()) for n, (_, ended) in enumerate(divided)]
        names = [model.name for model in models]
        print(f"\n{'takes of':12} own recordings   seconds of the rest of the recordings   given to")
        shares, results = [], {}
        for number, model in enumerate(models):
            given_to = []
            for take in range(1, given.takes + 1):
                sound = model.take(take, given.seconds).audio.stereo().resampled(RATE_HZ).samples
                given_to.append(int(judge.predict_proba(rows_of([sound])).mean(axis=0).argmax()))
            shares.append(float(np.mean(np.array(given_to) == number)))
            went: dict[str, Any] = {names[place]: given_to.count(place) for place in sorted(set(given_to))}
            results[model.name] = {"own": shares[-1], "recordings": expected[number], "given to": went}
            where = ", ".join(f"{place} {count}" for place, count in went.items())
            print(f"{model.name:12} {shares[-1]:14.2f} {expected[number]:39.2f}   {where}", flush=True)
        print(f"all takes: {np.mean(shares):.3f} to their own recordings")
        keep(given, {"models": results, "own": float(np.mean(shares))})


if __name__ == "__main__":
    main()
