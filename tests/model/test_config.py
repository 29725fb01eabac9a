import pytest
from pydantic import ValidationError

from sdad.model.config import ModelConfig
from sdad.model.gestures import CONDITIONS, FRAMES, N_BANDS


def test_the_networks_take_gestures_as_they_are_cut():
    config = ModelConfig()
    assert (config.n_bands, config.frames, config.n_conditions) == (N_BANDS, FRAMES, len(CONDITIONS))
    assert config.frames % config.group == 0


def test_a_configuration_survives_being_written_down_and_refuses_what_it_does_not_know():
    config = ModelConfig(latent=7)
    assert ModelConfig.model_validate_json(config.model_dump_json()) == config
    with pytest.raises(ValidationError, match="spline"):
        ModelConfig.model_validate({"spline": 3})
    with pytest.raises(ValidationError, match="frozen"):
        config.latent = 8
