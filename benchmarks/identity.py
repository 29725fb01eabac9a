"""Does a take still sound like its own recordings, rather than like another musician's?

    python benchmarks/identity.py FOLDER FOLDER… [--workspace DIR] [--takes 10] [--seconds 8]

A classifier (logistic regression on seconds described by librosa, see ``texture.py``) learns which of several sets of
recordings a second belongs to; takes of the models trained on them are given to it. A take belongs where most of its
seconds' probability lies. Printed: the share of takes that are given to their own recordings, and of the recordings'
own seconds when their file was held out, which is what can be expected of the classifier; and where takes went.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from models import add_arguments, keep, opened_workspace, played
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from texture import RATE_HZ, Signal, rows_of


def classifier() -> Pipeline:
    """Returns an untrained classifier in which every set of recordings counts alike, however long it is."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.05, max_iter=2000, class_weight="balanced"))


def rows_by_sound(sounds: list[Signal], most: int = 40) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Returns the numbers of all sounds' seconds and which sound each second is from; short sounds are joined."""
    long = [sound for sound in sounds if sound.shape[1] >= RATE_HZ]
    short = [sound for sound in sounds if sound.shape[1] < RATE_HZ]
    groups = [*([sound] for sound in long), *(short[start::4] for start in range(min(4, len(short))))]
    rows = [rows_of(group, most) for group in groups]
    kept = [(number, part) for number, part in enumerate(rows) if len(part)]
    places = np.concatenate([np.full(len(part), number) for number, part in kept])
    return np.concatenate([part for _, part in kept]), places


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
        parts = [rows_by_sound([audio.samples for audio in model.recordings()]) for model in models]
        rows = np.concatenate([part for part, _ in parts])
        owner = np.concatenate([np.full(len(part), number) for number, (part, _) in enumerate(parts)])
        files = np.concatenate([1000 * number + places for number, (_, places) in enumerate(parts)])
        guessed = cross_val_predict(classifier(), rows, owner, groups=files, cv=GroupKFold(5))
        judge = classifier().fit(rows, owner)
        names = [model.name for model in models]
        print(f"\n{'takes of':12} own recordings   held-out seconds of recordings   given to")
        shares, results = [], {}
        for number, model in enumerate(models):
            given_to = []
            for take in range(1, given.takes + 1):
                sound = model.take(take, given.seconds).audio.stereo().resampled(RATE_HZ).samples
                given_to.append(int(judge.predict_proba(rows_of([sound])).mean(axis=0).argmax()))
            shares.append(float(np.mean(np.array(given_to) == number)))
            expected = float((guessed[owner == number] == number).mean())
            went: dict[str, Any] = {names[place]: given_to.count(place) for place in sorted(set(given_to))}
            results[model.name] = {"own": shares[-1], "recordings": expected, "given to": went}
            where = ", ".join(f"{place} {count}" for place, count in went.items())
            print(f"{model.name:12} {shares[-1]:14.2f} {expected:32.2f}   {where}", flush=True)
        print(f"all takes: {np.mean(shares):.3f} to their own recordings")
        keep(given, {"models": results, "own": float(np.mean(shares))})


if __name__ == "__main__":
    main()
