"""Measures by networkx over a small graph whose answers can be worked out by hand."""

from __future__ import annotations

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.store.base import Result
from queries import analytics


def graph(*edges: tuple[str, str, str, int | None]) -> analytics.Graph:
    found: analytics.Graph = nx.MultiDiGraph()
    for one in dict.fromkeys(end for source, _, target, _ in edges for end in (source, target)):
        found.add_node(one, type=one.partition(":")[0].upper(), name=one.partition(":")[2])
    for source, predicate, target, year in edges:
        basis = "gazetteer" if predicate == "PART_OF" else "text"
        found.add_edge(source, target, predicate=predicate, basis=basis, count=1, first_year=year)
    return found


GRAPH = graph(
    ("place:甲", "IMPLEMENTS", "programme:一", 2018),
    ("place:乙", "IMPLEMENTS", "programme:一", 2020),
    ("org:丙局", "RUNS", "programme:一", 2021),
    ("org:丙局", "LOCATED_IN", "place:丙", None),
    ("place:甲", "RUNS", "campaign:二", 2019),
    ("place:乙", "RUNS", "campaign:二", 2019),
    ("place:丁", "RUNS", "campaign:三", None),
    ("place:甲", "PART_OF", "place:丁", None),
)


def test_a_body_adopts_for_its_place() -> None:
    assert analytics.adoptions(GRAPH)["programme:一"] == {"place:甲": 2018, "place:乙": 2020, "place:丙": 2021}
    assert analytics.adoptions(GRAPH)["campaign:三"] == {"place:丁": None}


def test_similarity_is_the_share_of_what_both_do() -> None:
    assert analytics.similarity(GRAPH) == {
        ("place:丙", "place:乙"): 0.5,
        ("place:丙", "place:甲"): 0.5,
        ("place:乙", "place:甲"): 1.0,
    }


def test_who_leads_and_who_follows() -> None:
    # 甲 is before both others in 一 (1.0) and together with 乙 in 二 (0.5).
    assert analytics.leads(GRAPH) == {"place:甲": 0.75, "place:乙": (0.5 + 0.5) / 2, "place:丙": 0.0}


def test_centres_and_communities_leave_the_administrative_tree_out() -> None:
    ranks = analytics.pagerank(GRAPH)
    assert sum(ranks.values()) == pytest.approx(1)
    assert max(ranks, key=ranks.__getitem__) == "programme:一"
    between = analytics.betweenness(GRAPH)
    assert between["place:丁"] == 0 and between["programme:一"] == max(between.values())
    groups = analytics.community(GRAPH)
    assert groups["place:丁"] == groups["campaign:三"] != groups["place:甲"]
    assert analytics.measures(GRAPH) == analytics.measures(GRAPH.copy())


def test_an_empty_graph_has_no_measures() -> None:
    assert analytics.measures(nx.MultiDiGraph()) == {}
    assert analytics.similarity(nx.MultiDiGraph()) == {}


class Store:
    """Holds GRAPH in the form in which `graph_of` reads a store."""

    url = "memory"

    def read(
        self, query: str, parameters: object = None, *, limit: int | None = None, timeout: float | None = None
    ) -> Result:
        if query.startswith("MATCH (n"):
            return Result(rows=tuple((one, data["type"], data["name"]) for one, data in GRAPH.nodes(data=True)))
        return Result(
            rows=tuple(
                (a, b, d["predicate"], d["basis"], d["count"], d["first_year"]) for a, b, d in GRAPH.edges(data=True)
            )
        )

    def close(self) -> None: ...


def test_measures_stand_beside_the_rows() -> None:
    rows = Result(
        columns=("name", "name_id", "place_id"), rows=(("一", "programme:一", "place:甲"), ("x", None, "place:?"))
    )
    found = analytics.annotate(Store(), rows, ["community", "lead", "diffusion"])
    assert found.columns == (
        "name",
        "name_id",
        "place_id",
        "name_community",
        "place_community",
        "place_lead",
        "name_diffusion",
    )
    assert found.rows[0][3:] == (1, 1, 0.75, "甲 2018 → 乙 2020 → 丙 2021")
    assert found.rows[1][3:] == (None, None, None, None)
    with pytest.raises(UsageError, match="there are pagerank"):
        analytics.annotate(Store(), rows, ["centrality"])
    with pytest.raises(UsageError, match="no entities"):
        analytics.annotate(Store(), Result(columns=("year",), rows=((2020,),)), ["lead"])
