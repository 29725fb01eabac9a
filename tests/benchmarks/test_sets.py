import numpy as np
import pytest
import soundfile
from sets import SETS, make_sets, recording


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in SETS.items() for name in names])
def test_a_recording_is_worth_learning_from(kind, name):
    samples, rate = recording(kind, name)
    assert rate in (44100, 48000)
    assert 1.5 <= samples.shape[1] / rate <= 14
    assert np.isfinite(samples).all()
    assert -13 < 20 * np.log10(np.abs(samples).max()) < -2
    assert np.corrcoef(samples)[0, 1] < 0.9999
    assert np.sqrt(np.mean(samples**2)) > 1e-4


def test_the_same_command_writes_the_same_samples(tmp_path):
    first, second = make_sets(tmp_path / "a"), make_sets(tmp_path / "b")
    assert [folder.name for folder in first] == ["metal", "field"]
    for one, other in zip(first, second, strict=True):
        names = sorted(path.name for path in one.iterdir())
        assert 12 <= len(names) <= 20
        for name in names:
            assert (one / name).read_bytes() == (other / name).read_bytes()
            assert soundfile.info(one / name).subtype == "PCM_24"
