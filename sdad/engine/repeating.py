"""What a sidecar tells to do again: the render itself, and the preset of where its controls stood."""

from __future__ import annotations

from collections.abc import Mapping

from sdad import __version__
from sdad.control.state import ControlState
from sdad.errors import NotReproducible, SdadError
from sdad.library.models import Models
from sdad.library.presets import Preset
from sdad.library.renders import Sidecar
from sdad.synthesis.request import RenderRequest


def request_again(sidecar: Sidecar, models: Models) -> tuple[RenderRequest, str]:
    """Returns the request that makes a render again, and a remark where the samples may differ a little, else ''.

    Raises:
        NotReproducible: a model that made it is not here, or is not the same.
    """
    request = sidecar.request
    played = [(request.model, request.version), *((share.model, share.version) for share in request.blend)]
    try:
        versions = [models.get(name, version) for name, version in played]
        # A blend that was kept as a model holds its parts, and the sidecar names those.
        here = [*versions, *(part for version in versions for part, _ in version.parts())]
    except SdadError as error:
        raise NotReproducible(sidecar.id, error.text.rstrip("."), "Restore that model first.") from None
    known = {(one.name, one.version, one.weights_sha256) for one in here}
    for wanted in (sidecar.model, *sidecar.blend):
        if (wanted.name, wanted.version, wanted.weights_sha256) not in known:
            reason = f"{wanted.name} {wanted.version} here is not the one that made it"
            raise NotReproducible(sidecar.id, reason, "Bring the models folder that it was made with.")
    if sidecar.sdad_version == __version__:
        return request, ""
    return (
        request,
        f"It was made by sdad {sidecar.sdad_version}, this is {__version__}: the samples may differ slightly.",
    )


def preset_of(name: str, sidecar: Sidecar | None, positions: Mapping[str, float | None]) -> Preset:
    """Returns the preset of where the controls of a take stood, if one is given, with positions put over them."""
    state, model, naturals = ControlState(), None, {}
    if sidecar is not None:
        state, model = state.with_positions(sidecar.request.asked), sidecar.model.name
        naturals = {
            control: value
            for control, value in sidecar.asked_natural.items()
            if value is not None and control not in positions
        }
    return Preset.of_state(name, state.with_positions(positions), naturals, model)
