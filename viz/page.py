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
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.errors import UsageError
from kg.graph import Subgraph
from kg.schema import schema
from kg.simplified import simplified
from viz import layout, network
from viz.network import Facts, Network

LANGUAGES = ("zh", "en")
# What places do in the whole graph, by place id and by id of what it is: its name and the first year.
Done = Mapping[str, Mapping[str, tuple[str, int | None]]]
# Bytes of it that a page may carry, for the comparison: a tenth of a page of 300 things. 71 places of 75 reports take 106 kB.
MAX_DONE = 120_000
# In this order they are one script: each file uses only names of those before it, or calls at run time.
SCRIPTS = (
    *("data.js", "dom.js", "state.js", "graph.js", "labels.js", "search.js"),
    *(
        "panel.js",
        "legend.js",
        "filters.js",
        "table.js",
        "workbook.js",
        "picture.js",
        "charts.js",
        "dock.js",
        "compare.js",
    ),
    *("server.js", "expand.js", "catalogue.js", "review.js", "tools.js", "main.js"),
)


def render(
    subgraph: Subgraph, *, heading: str, language: str = "zh", facts: Facts | None = None, done: Done | None = None
) -> str:
    """Give the page as one text of HTML that needs nothing beside it.

    `heading` is shown at the top and names the browser's tab; `language` (`zh` or `en`) is the language of the interface at first,
    which the reader can change; `facts` has more about entities, such as `province`, `pagerank`, `community`; `done` says what the
    places of a Subgraph that is a part do in the whole, so that they can be compared. The same input gives
    the same text. Raises UsageError for another language, SchemaError for a Subgraph that does not follow the schema.

    >>> page = render(Subgraph(), heading="<b>空</b>")
    >>> page.startswith("<!doctype html>"), "&lt;b&gt;空" in page, "<b>空" in page
    (True, True, False)
    """
    built, payload = _prepared(subgraph, heading, language, facts)
    packed = _packed(done) if done is not None else None
    payload |= {"done": packed, "partial": packed is None and (subgraph.truncated or done is not None)}
    nonce = _nonce(built.nodes, built.edges, payload)
    parts = {"style": Markup(style()), "library": _script(network.library()), "script": _script(script())}
    return _rendered(built, payload, language, {"nonce": nonce, "served": False, **parts})


def render_served(
    subgraph: Subgraph,
    *,
    heading: str,
    nonce: str,
    served: Mapping[str, Any],
    language: str = "zh",
    facts: Facts | None = None,
) -> str:
    """Give the page for a server, which has its script and style under `/static/` and answers its questions.

    `served` says what the server offers (its catalogue, its limits) and goes to the page as it is; `nonce` is that of the
    Content-Security-Policy header. Raises like `render`.
    """
    built, payload = _prepared(subgraph, heading, language, facts)
    return _rendered(built, payload | {"served": served}, language, {"nonce": nonce, "served": True})


def _prepared(subgraph: Subgraph, heading: str, language: str, facts: Facts | None) -> tuple[Network, dict[str, Any]]:
    if language not in LANGUAGES:
        raise UsageError(f"the page has no language {language!r}", hint=f"give one of {', '.join(LANGUAGES)}")
    network.check(subgraph)
    built = network.network(subgraph, layout.positions(subgraph), facts)
    built.heading = heading
    payload = {
        "heading": heading,
        "language": language,
        "truncated": subgraph.truncated,
        "sentences": network.sentence_list(subgraph),
        "schema": _schema(),
        "words": _words(),
        "traditional": _traditional(name for one in subgraph.entities for name in (one.name, *one.aliases)),
        "served": None,
    }
    return built, payload


def _traditional(names: Iterable[str]) -> list[str]:
    """Give the traditional characters that may be typed for those of names, and in a second text how each is read."""
    there = set().union(*names)
    pairs = [(old, new) for old, new in _read().items() if new in there]
    return ["".join(old for old, _ in pairs), "".join(new for _, new in pairs)]


@cache
def _read() -> dict[str, str]:
    """Give the simplified character for each traditional one."""
    written = "".join(map(chr, range(0x3400, 0xA000)))
    return {old: new for old, new in zip(written, simplified(written), strict=True) if old != new}


def _packed(done: Done) -> dict[str, Any] | None:
    """Give what places do with each thing once: by its id, or with its name where the id does not tell it; nothing if it is too much."""
    things: dict[str, Any] = {}
    at: dict[str, int] = {}
    places: dict[str, list[int | None]] = {place: [] for place in done}
    for place, whats in done.items():
        for id_, (name, since) in whats.items():
            things.setdefault(id_, id_ if id_.partition(":")[2] == name else [id_, name])
            at.setdefault(id_, len(at))
            places[place] += [at[id_], since]
    packed = {"things": list(things.values()), "places": places}
    return (
        packed
        if len(json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")) <= MAX_DONE
        else None
    )


def _rendered(built: Network, payload: Mapping[str, Any], language: str, page: Mapping[str, Any]) -> str:
    # pyvis renders with the environment and the path it is given: its own template (CDN links, no escaping) is never used.
    built.templateEnv = _environment()
    built.path = "explorer.html"
    built.templateEnv.globals["page"] = {
        "language": {"zh": "zh-CN", "en": "en"}[language],
        "words": {key: word[language] for key, word in _words().items()},
        "payload": payload,
        **page,
    }
    html: str = built.generate_html()
    # A lone surrogate cannot be written as UTF-8; it is no character, so the replacement mark stands for it.
    return html.encode("utf-8", "replace").decode("utf-8")


@cache
def style() -> str:
    """Give the style sheet of the page."""
    return _static("explorer.css")


@cache
def script() -> str:
    """Give the script of the page: its files as one, closed in itself."""
    inner = "\n".join(_static(name) for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{inner}\n}})();\n'


def write_page(
    subgraph: Subgraph,
    path: str | os.PathLike[str],
    *,
    heading: str,
    language: str = "zh",
    facts: Facts | None = None,
    done: Done | None = None,
) -> Path:
    """Write the page to a file in UTF-8, whatever the locale, and give its path.

    The file appears complete or not at all; a missing folder is made. Raises like `render`, and OSError when it cannot be written.
    """
    target = Path(path)
    html = render(subgraph, heading=heading, language=language, facts=facts, done=done)
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


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = tomllib.loads(_static("words.toml"))
    return words


def _static(name: str) -> str:
    return resources.files("viz").joinpath("static", name).read_text(encoding="utf-8")


def _script(text: str) -> Markup:
    """A script of ours or of the library for in-lining: nothing in it may end the script element."""
    return Markup(text.replace("</script", "<\\/script").replace("<!--", "<\\!--"))
