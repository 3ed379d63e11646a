"""Parts of a page that are the same for everybody: rendered once for each language, and kept.

Half of what a page costs is its frame, whose words and addresses never change while the studio runs.
"""

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.utils.translation import get_language

register = template.Library()


class Lasting(Node):
    """Keeps what stands inside by language. It is shared by all threads: the worst that two can do is render twice."""

    def __init__(self, inside: NodeList) -> None:
        self.nodelist = inside
        self._kept: dict[str | None, str] = {}

    def render(self, context: template.Context) -> str:
        language = get_language()
        if language not in self._kept:
            # Nobody's own words may stay behind: what is inside sees nothing of this request.
            self._kept[language] = self.nodelist.render(context.new({}))
        return self._kept[language]


@register.tag
def lasting(parser: Parser, token: Token) -> Lasting:
    """`{% lasting %}...{% endlasting %}`: nothing inside may depend on who asks, or for what."""
    inside = parser.parse(("endlasting",))
    parser.delete_first_token()
    return Lasting(inside)
