"""What the benchmarks compute from takes: known answers for made-up ones."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("librosa", reason='pip install -e ".[bench]"')

from control import figures, linearity, rank_correlation
from fidelity import defects, divided, granular
from novelty import RATE_HZ, against_others, lowered, matches, windows_of
from texture import Scale, above_16k_db, energy_distance, frechet_distance, rows_of


def noise(seconds, seed, rate=48000):
    return np.random.default_rng(seed).normal(0, 0.1, (2, round(seconds * rate))).astype(np.float32)


def test_a_copy_is_found_where_it_was_taken_even_upside_down():
    recordings = [lowered(noise(5, 1), 48000), lowered(noise(40, 2), 48000)]
    start = round(31.25 * RATE_HZ)
    window = -0.3 * recordings[1][start : start + RATE_HZ]
    (found,) = matches([window], recordings)
    assert found.correlation > 0.99
    assert found.index == 1
    assert found.at_s == pytest.approx(31.25, abs=0.01)


def test_noise_is_no_copy_of_other_noise_nor_of_a_short_recording():
    sounds = [lowered(noise(4, seed), 48000) for seed in range(3)]
    assert max(match.correlation for match in against_others(sounds, 1.0)) < 0.2
    (found,) = matches([sounds[0][:RATE_HZ]], [lowered(noise(0.2, 9), 48000)])
    assert found.correlation < 0.5


def test_silence_is_nothing_to_be_compared():
    sound = np.concatenate([np.zeros(2 * RATE_HZ), lowered(noise(2, 1), 48000)]).astype(np.float32)
    assert len(windows_of(sound, 1.0)) == 2


def test_distances_grow_with_how_different_sounds_are():
    dice = np.random.default_rng(3)
    same, alike, other = (dice.normal(shift, 1, (300, 8)) for shift in (0, 0, 1))
    scale = Scale(same, directions=4)
    for distance, view in ((energy_distance, scale.even), (frechet_distance, scale.main)):
        near, far = distance(view(same), view(alike)), distance(view(same), view(other))
        assert near < 0.3
        assert far > 3 * near


def test_what_hardly_moves_in_the_recordings_does_not_decide():
    dice = np.random.default_rng(3)
    recordings, takes = (dice.normal(0, 1, (100, 4)) * (1, 1, 1, 1e-5) for _ in range(2))
    takes[:, 3] += 1e-3
    view = Scale(recordings, directions=2).even
    assert energy_distance(view(takes), view(recordings)) < 0.3


def test_seconds_are_described_whatever_their_level():
    rows, quiet = rows_of([noise(3, 1)]), rows_of([0.01 * noise(3, 1)])
    assert rows.shape[0] == 5
    assert np.allclose(rows, quiet, atol=0.5)


def test_what_is_shorter_than_a_second_is_heard_one_after_the_other():
    assert len(rows_of([noise(0.4, seed) for seed in range(10)])) == 7


def test_white_noise_has_a_third_of_its_energy_above_16_khz():
    assert above_16k_db([noise(4, 1)]) == pytest.approx(10 * np.log10(1 / 3), abs=0.2)


def test_what_comes_back_and_what_is_silent_is_counted():
    once, pause = noise(3, 1), np.zeros((2, 96000), np.float32)
    assert defects([noise(8, 1)]) == {"clicks per second": 0.0, "silent": 0.0, "loops": 0.0}
    again = defects([np.concatenate([once, once], axis=1)])
    assert again["loops"] > 0.6
    assert defects([np.concatenate([once, pause], axis=1)])["silent"] == pytest.approx(0.4, abs=0.03)


def test_granular_playback_is_as_long_as_asked_and_the_same_each_time():
    sounds = [noise(1, 1), noise(0.05, 2)]
    assert granular(sounds, 2.0, seed=1).shape == (2, 96000)
    assert np.array_equal(granular(sounds, 2.0, seed=1), granular(sounds, 2.0, seed=1))


def test_every_fourth_recording_is_held_out(tmp_path):
    for number in range(9):
        (tmp_path / f"{number}.wav").touch()
    (tmp_path / "notes.txt").touch()
    kept, held_out = divided(tmp_path, 4)
    assert [path.stem for path in held_out] == ["2", "6"]
    assert len(kept) == 7


def test_a_dead_knob_obeys_nothing():
    asked = np.repeat(np.linspace(0, 1, 5), 2)
    assert rank_correlation(asked, np.full(10, 0.3)) == 0.0
    assert linearity(asked, np.full(10, 0.3)) == 0.0


def test_figures_of_a_straight_and_of_a_bent_answer():
    def takes(bend):
        return [
            {
                "asked": {"space": position},
                "own": {"space": position + 0.1},
                "independent": {"space": position**bend if number else None},
                "cpu_per_second": 0.1,
            }
            for position in np.linspace(0, 1, 5)
            for number in range(3)
        ]

    straight, bent = figures("space", takes(1)), figures("space", takes(6))
    assert straight["rho_independent"] == straight["rho_own"] == pytest.approx(1)
    assert straight["error"] == pytest.approx(0.1)
    assert straight["unheard"] == 5
    assert straight["linearity_independent"] == pytest.approx(1)
    assert bent["linearity_independent"] < 0.7
