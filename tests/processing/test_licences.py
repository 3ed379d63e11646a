from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from processing import checks
from processing.engines import catalogue, registry
from processing.engines.catalogue import BY_KEY, ENGINES, EngineSpec, engines_for
from processing.errors import StudioError
from processing.licences.gate import judge, licences, require
from processing.management.commands.engines import verify

HOUSE = BY_KEY["compose.house_band"]


def under(*keys: str) -> EngineSpec:
    return replace(HOUSE, licences=keys)


@pytest.mark.parametrize("key", [k for k, row in licences().items() if row.verdict == "yes"])
def test_free_licences_pass(key: str) -> None:
    assert judge(under(key)).allowed


@pytest.mark.parametrize("key", [k for k, row in licences().items() if row.verdict in {"no", "unknown"}])
def test_refused_licences_stay_refused_whoever_signs(key: str) -> None:
    assert not judge(under(key), sign_offs={key: "A. Person"}).allowed


@pytest.mark.parametrize("key", ["demucs", "stable_audio_open", "melband_roformer"])
def test_contested_and_conditional_ones_need_a_name(key: str) -> None:
    assert not judge(under(key)).allowed
    assert judge(under(key), sign_offs={key: {"name": "A. Person", "reason": "asked the author"}}).allowed


@pytest.mark.parametrize("keys", [(), ("not in the table",)])
def test_unknown_means_no(keys: tuple[str, ...]) -> None:
    verdict = judge(under(*keys))
    assert not verdict.allowed
    assert "unknown means no" in verdict.words


def test_the_strictest_licence_decides() -> None:
    verdict = judge(under("studio", "musicgen"))
    assert (verdict.allowed, verdict.words) == (False, "MusicGen, MAGNeT: not for commercial use.")


def test_a_refusal_names_the_engine_and_the_reason() -> None:
    with pytest.raises(
        StudioError, match=r"licence\.refused: House band cannot be used\. YuE2: not for commercial use"
    ):
        require(under("yue2"))
    require(HOUSE)


def test_every_row_says_where_it_was_read() -> None:
    assert all(row.source and row.checked and row.code and row.weights for row in licences().values())


def test_every_engine_may_be_used_by_somebody_who_signs_unless_nobody_knows_its_licence() -> None:
    shut = [spec for spec in ENGINES if not judge(spec, sign_offs=dict.fromkeys(spec.licences, "A. Person")).allowed]
    assert [spec.key for spec in shut] == ["extend_band.audiosr"]
    assert {licences()[key].verdict for spec in shut for key in spec.licences} == {"unknown"}


def test_every_capability_has_an_engine_that_needs_nothing_and_loads() -> None:
    for capability in {spec.capability for spec in ENGINES}:
        spec = engines_for(capability)[-1]
        assert judge(spec).allowed and not spec.needs and not spec.folder, capability
        assert registry.load(spec) is not None


def test_engines_are_chosen_by_capability_or_key() -> None:
    assert registry.choose("compose") == HOUSE
    assert registry.choose("compose", "house_band") == registry.choose("compose", "compose.house_band") == HOUSE
    assert engines_for("compose")[0] == HOUSE


@pytest.mark.parametrize(
    ("capability", "key", "code"),
    [
        ("compose", "yue9", "engine.unknown"),
        ("compose", "master.reference_match", "engine.wrong_capability"),
        ("teleport", "", "engine.none"),
    ],
)
def test_a_wrong_choice_is_said(capability: str, key: str, code: str) -> None:
    with pytest.raises(StudioError) as caught:
        registry.choose(capability, key)
    assert caught.value.code == code


def test_the_system_checks_are_quiet_in_a_sound_house() -> None:
    assert checks.engines_are_licensed() + checks.capabilities_have_engines() == []


def test_the_system_checks_speak_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "ENGINES", (under("nowhere"), under("yue2")))
    assert [found.id for found in checks.engines_are_licensed()] == ["processing.E001", "processing.W001"]
    assert {found.id for found in checks.capabilities_have_engines()} == {"processing.E002"}


def test_engines_are_listed_with_their_verdict(capsys: Any) -> None:
    call_command("engines", "list")
    assert "yes  compose.house_band" in capsys.readouterr().out


def test_engines_are_verified_and_what_is_not_here_is_no_error(capsys: Any, settings: Any, tmp_path: Path) -> None:
    settings.WEIGHTS_DIR = tmp_path
    call_command("engines", "verify")
    said = capsys.readouterr().out.splitlines()
    assert len(said) == len(ENGINES) and all(line.startswith(("ok   ", "none ")) for line in said)
    assert "none separate.demucs: Demucs needs its weights in weights/demucs." in said


def test_weights_with_a_wrong_hash_in_their_name_are_an_error(capsys: Any, settings: Any, tmp_path: Path) -> None:
    settings.WEIGHTS_DIR = tmp_path
    (tmp_path / "demucs").mkdir()
    (tmp_path / "demucs" / "tiny-0badc0de.safetensors").write_bytes(b"not it")
    with pytest.raises(SystemExit):
        call_command("engines", "verify")
    assert "error: weights.wrong_hash: separate.demucs" in capsys.readouterr().err


def test_weights_must_be_there_and_be_what_they_claim(tmp_path: Path) -> None:
    spec = replace(HOUSE, weights={"a.bin": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"})
    assert verify(spec, tmp_path) == f"Put a.bin into {tmp_path}."
    (tmp_path / "a.bin").write_text("something else")
    with pytest.raises(StudioError, match=r"weights\.wrong_hash"):
        verify(spec, tmp_path)
    (tmp_path / "a.bin").write_text("test")
    assert verify(spec, tmp_path) == ""


def test_a_broken_engine_fails_the_verification(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    from processing.management.commands import engines

    monkeypatch.setattr(engines, "ENGINES", (replace(HOUSE, path="nowhere.Band"), replace(HOUSE, weights={"x": "y"})))
    with pytest.raises(SystemExit):
        call_command("engines", "verify")
    assert capsys.readouterr().err.splitlines()[0].startswith("error: engine.cannot_load: compose.house_band")


def test_keys_are_unique() -> None:
    assert len(catalogue.BY_KEY) == len(ENGINES)


def test_weights_that_lie_there_in_vain_are_told_of(settings: Any, tmp_path: Path) -> None:
    settings.WEIGHTS_DIR = tmp_path
    (tmp_path / "audiosr").mkdir()
    assert checks.engines_are_licensed() == []
    (tmp_path / "audiosr" / "pytorch_model.bin").touch()
    [found] = checks.engines_are_licensed()
    assert found.id == "processing.W001" and "extend_band.audiosr" in found.msg
