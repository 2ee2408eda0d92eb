"""A page of HTML read as a browser reads it: end tags that may be left out are put in, all others must be in order."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What a start tag ends, where the end tag may be left out.
ENDS = {
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tr": {"td", "th", "tr"},
    "tbody": {"td", "th", "tr", "tbody", "thead"},
}
# What an end tag may end with itself.
MAY_STAY_OPEN = {"td", "th", "tr", "tbody"}


class Element:
    """An element with its attributes, its elements and all text in it."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Element | None") -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element] = []
        self.words: list[str | Element] = []
        self.by_id: dict[str, Element] = {}

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.words).strip(" \n")

    def all(self, tag: str | None = None) -> list["Element"]:
        """Every element below, in their order."""
        found: list[Element] = []
        waiting = list(reversed(self.children))
        while waiting:
            one = waiting.pop()
            if tag is None or one.tag == tag:
                found.append(one)
            waiting.extend(reversed(one.children))
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {}, None)
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        while self.at.tag in ENDS.get(tag, ()):
            self.at = self.at.parent
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(element)
        self.at.words.append(element)
        if "id" in element:
            self.root.by_id[element["id"]] = element
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.at = self.at.parent

    def handle_endtag(self, tag: str) -> None:
        while self.at.tag != tag and self.at.tag in MAY_STAY_OPEN:
            self.at = self.at.parent
        assert self.at.tag == tag, f"</{tag}> ends <{self.at.tag}>"
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.words.append(data)


def read_html(text: str) -> Element:
    """The document as a tree; raises AssertionError where the tags are not in order."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is never ended"
    return reader.root
