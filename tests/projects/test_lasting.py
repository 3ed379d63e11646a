"""What is the same for everybody is rendered once for each language, and sees nobody's own words."""

from django.template import Context, Engine
from django.utils import translation

TEXT = "{% load i18n lasting %}{% lasting %}{{ who }}{% translate 'Undo' %} {% endlasting %}{{ who }}"


def test_it_is_kept_by_language_and_tells_nothing_of_who_came_first() -> None:
    page = Engine.get_default().from_string(TEXT)
    with translation.override("en"):
        assert page.render(Context({"who": "Ruth"})) == "Undo Ruth"
        assert page.render(Context({"who": "Nia"})) == "Undo Nia"
    with translation.override("es"):
        assert page.render(Context({"who": "Ruth"})) == "Deshacer Ruth"


def test_it_is_rendered_once() -> None:
    page = Engine.get_default().from_string("{% load lasting %}{% lasting %}{% now 'u' %}{% endlasting %}")
    assert page.render(Context({})) == page.render(Context({}))
