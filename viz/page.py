"""One self-contained HTML page that shows a Subgraph: no server, no network, nothing beside the file.

Input is a Subgraph that `queries` cut; output is the text of the page or a file. Data reach the page only as escaped text
(autoescaping template, JSON in data blocks, `textContent` in the script), and its script runs by a nonce.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.errors import UsageError
from kg.graph import Subgraph
from kg.schema import schema
from viz import layout, network

LANGUAGES = ("zh", "en")
# In this order they are one script: each file uses only names of those before it, or calls at run time.
SCRIPTS = (
    *("data.js", "dom.js", "state.js", "graph.js", "labels.js", "search.js"),
    *("panel.js", "filters.js", "table.js", "tools.js", "main.js"),
)


def render(subgraph: Subgraph, *, heading: str, language: str = "zh") -> str:
    """Give the page as one text of HTML.

    `heading` is shown at the top and names the browser's tab; `language` (`zh` or `en`) is the language of the interface at first,
    which the reader can change. The same input gives the same text. Raises UsageError for another language, SchemaError for a
    Subgraph that does not follow the schema.

    >>> page = render(Subgraph(), heading="<b>空</b>")
    >>> page.startswith("<!doctype html>"), "&lt;b&gt;空" in page, "<b>空" in page
    (True, True, False)
    """
    if language not in LANGUAGES:
        raise UsageError(f"the page has no language {language!r}", hint=f"give one of {', '.join(LANGUAGES)}")
    network.check(subgraph)
    built = network.network(subgraph, layout.positions(subgraph))
    built.heading = heading
    payload = {
        "heading": heading,
        "language": language,
        "truncated": subgraph.truncated,
        "sentences": network.sentence_list(subgraph),
        "schema": _schema(),
        "words": _words(),
    }
    # pyvis renders with the environment and the path it is given: its own template (CDN links, no escaping) is never used.
    built.templateEnv = _environment()
    built.path = "explorer.html"
    built.templateEnv.globals["page"] = {
        "language": {"zh": "zh-CN", "en": "en"}[language],
        "words": {key: word[language] for key, word in _words().items()},
        "payload": payload,
        "nonce": _nonce(built.nodes, built.edges, payload),
        "style": Markup(_static("explorer.css")),
        "library": _script(network.library()),
        "script": _script("\n".join(_static(name) for name in SCRIPTS)),
    }
    html: str = built.generate_html()
    # A lone surrogate cannot be written as UTF-8; it is no character, so the replacement mark stands for it.
    return html.encode("utf-8", "replace").decode("utf-8")


def write_page(subgraph: Subgraph, path: str | os.PathLike[str], *, heading: str, language: str = "zh") -> Path:
    """Write the page to a file in UTF-8, whatever the locale, and give its path.

    The file appears complete or not at all; a missing folder is made. Raises like `render`, and OSError when it cannot be written.
    """
    target = Path(path)
    html = render(subgraph, heading=heading, language=language)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(html)
        # mkstemp makes files that only their owner can read; a page is for passing on.
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("viz", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Chinese as itself: 3 bytes a character instead of 6. `tojson` still escapes < > & and the apostrophe.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def _nonce(*content: Any) -> str:
    """A nonce from the content, so that the same input gives the same bytes; content cannot hold the hash of itself."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode("ascii")).hexdigest()[:32]


def _schema() -> dict[str, Any]:
    known = schema()
    return {
        "types": [{"name": kind.name, "zh": kind.zh, "en": kind.en} for kind in known.entities.values()],
        "predicates": [
            {"name": predicate.name, "zh": predicate.zh, "en": predicate.en, "symmetric": predicate.symmetric}
            for predicate in known.predicates.values()
        ],
    }


def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = tomllib.loads(_static("words.toml"))
    return words


def _static(name: str) -> str:
    return resources.files("viz").joinpath("static", name).read_text(encoding="utf-8")


def _script(text: str) -> Markup:
    """A script of ours or of the library for in-lining: nothing in it may end the script element."""
    return Markup(text.replace("</script", "<\\/script").replace("<!--", "<\\!--"))
