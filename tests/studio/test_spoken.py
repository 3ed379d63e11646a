"""What machines say is found where it is written, however it is put together on its way to people."""

import ast
import textwrap

import pytest

from studio import spoken
from studio.spoken.code import Code
from studio.spoken.texts import is_words, template


def heard(*sources: str) -> set[str]:
    """The sentences found in modules that would stand in processing/."""
    places = {f"processing/part{number}.py": textwrap.dedent(text) for number, text in enumerate(sources)}
    follow = spoken.Follow(Code(places, spoken.FIELDS), vocabulary={})
    follow.everything()
    return {text for _place, text in follow.heard}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("f'{lift:+.1f} LU above the {limits.title} of {self.name}'", "{lift} LU above the {limits_title} of {name}"),
        ("f'{len(parts)} of {len(players)} play {parts[0]}'", "{parts} of {players} play {parts2}"),
        ("f'{a.b} and {a.b}'", "{b} and {b}"),
        ("'It is {value:.1f} dB'.format(value=value)", "It is {value} dB"),
        ("f'One {x}' + ' and two'", "One {x} and two"),
        ("words", None),
    ],
)
def test_templates_have_fields_named_after_what_fills_them(written: str, found: str | None) -> None:
    assert template(ast.parse(written, mode="eval").body) == found


@pytest.mark.parametrize("nothing", ["-14 LUFS", "{value} dB", "mix.no_tracks", "tracks.{name}", "{a}: {b}"])
def test_figures_units_and_names_are_no_words(nothing: str) -> None:
    assert not is_words(nothing)


def test_errors_progress_and_log_lines_are_heard() -> None:
    assert heard("""
        def work(context, progress):
            context.progress(0.1, "Loading the mix")
            context.log(f"{fault.title}: it stands out by {fault.value:.1f}")
            progress(0.5, "Half of it")
            log("Not for people")
            raise StudioError("mix.lost", "The mix is lost.")
        """) == {"Loading the mix", "{fault_title}: it stands out by {fault_value}", "Half of it", "The mix is lost."}


def test_what_was_put_together_before_is_followed() -> None:
    assert heard("""
        WORDS = {"yes": "free to use"}

        def judge(lift):
            good, judged = lift > 1, "it opens up" if lift else "it stays shut"
            words = f"The chorus is {lift} dB brighter: {judged}."
            if good:
                words = WORDS["yes"]
            return Reading(lift, words)

        class Reading:
            value: float
            words: str
        """) == {"The chorus is {lift} dB brighter: {judged}.", "it opens up", "it stays shut", "free to use"}


def test_what_goes_through_a_parameter_is_followed_to_every_caller() -> None:
    assert heard(
        """
        def refused(what, why):
            return StudioError("master.refused", f"This {what} {why}")

        def check(audio):
            raise refused("mix", "is silent.")
        """,
        """
        from processing.part0 import refused

        def other():
            raise refused("reference", why="is broken.")
        """,
    ) == {"This {what} {why}", "mix", "reference", "is silent.", "is broken."}


def test_what_is_translated_where_it_is_said_is_left_to_the_other_catalogue() -> None:
    assert heard("""raise Invalid("a.b", _("Say why."), field="reason")""") == set()
