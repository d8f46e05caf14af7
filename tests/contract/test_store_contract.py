"""What every store must do, asked of each: load by difference, keep all values, leave others' data alone, refuse to write in a query."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from kg.bundle import Bundle
from kg.errors import KgError, QueryError, StoreError, UsageError
from kg.ids import content_id
from kg.schema import schema
from kg.store import Node, Path, Relationship, load, open_store, unload
from kg.store.cypher import KEYS
from tests.contract.bundles import Rows, sample_rows, write_bundle
from tests.contract.conftest import Place
from tests.faults import dump as dump_of

ODD_NAMES = (
    "𠮷野家😀工程",
    'O\'Brien "引号" `反引号` \\反斜杠',
    "第一行\n第二行\t制表",
    "'}) DETACH DELETE n //",
    "`) RETURN 1 //",
    "$rows {id: 1} <script>alert(1)</script>",
)


def dump(place: Place) -> tuple[list[Any], list[Any]]:
    """Give everything a store holds, in an order of its own."""
    return dump_of(place.url)


def expected_counts(rows: Rows) -> dict[str, int]:
    """Count what a store should hold, straight from the tables."""
    labels = {name: entity.label for name, entity in schema().entities.items()}
    counts = dict.fromkeys((*schema().labels[1:], *schema().relationship_types), 0)
    for entity in rows["entities"]:
        counts[labels[entity["type"]]] += 1
    for edge in rows["edges"]:
        counts[edge["predicate"]] += 1
    counts["Report"], counts["Passage"] = len(rows["reports"]), len(rows["passages"])
    counts["HAS_PASSAGE"], counts["MENTIONS"] = len(rows["passages"]), len(rows["mentions"])
    counts["ABOUT"] = sum(1 + len(report["more_place_ids"]) for report in rows["reports"])
    return counts


def stored_counts(place: Place) -> dict[str, int]:
    with open_store(place.url) as store:
        counts = {
            label: store.read(f"MATCH (n:{label}) RETURN count(n) AS number").rows[0][0]
            for label in schema().labels[1:]
        }
        for kind in schema().relationship_types:
            counts[kind] = store.read(f"MATCH ()-[r:{kind}]->() RETURN count(r) AS number").rows[0][0]
    return counts


def test_a_load_holds_the_bundle_and_a_second_one_writes_nothing(place: Place, bundle: Bundle) -> None:
    first = load(bundle, place.url)
    assert stored_counts(place) == expected_counts(sample_rows())
    assert first.created == sum(expected_counts(sample_rows()).values())
    before = dump(place)
    second = load(bundle, place.url)
    assert (second.created, second.updated, second.removed, second.unchanged) == (0, 0, 0, first.created)
    thorough = load(bundle, place.url, replace=True)  # compares every row
    assert (thorough.created, thorough.updated, thorough.removed, thorough.unchanged) == (0, 0, 0, first.created)
    assert dump(place) == before


def test_a_report_of_a_load_counts_by_label_and_type(place: Place, bundle: Bundle) -> None:
    told = load(bundle, place.url).as_dict()
    by_kind = {name: change["created"] for name, change in {**told["nodes"], **told["relationships"]}.items()}
    assert by_kind == expected_counts(sample_rows())


def test_only_what_differs_is_written(place: Place, bundle: Bundle, tmp_path: Any) -> None:
    load(bundle, place.url)
    rows = sample_rows()
    changed = next(item for item in rows["entities"] if item["id"] == "programme:码上议事")
    changed["name"], changed["first_year"] = "码上议事厅", 2023
    lost = next(item for item in rows["entities"] if item["id"] == "place:610200")
    lost["first_year"] = None  # a property that goes
    gone = next(item for item in rows["edges"] if item["target_id"] == "campaign:秋季攻坚行动")
    rows["edges"].remove(gone)
    moved = next(item for item in rows["mentions"] if item["entity_id"] == "org:云岭大学")
    moved["entity_id"] = "place:610000"  # a decision linked it to something else
    edge = next(item for item in rows["edges"] if item["predicate"] == "ISSUES")
    edge["confidence"] = 0.5
    rows["entities"].append({**copy.deepcopy(changed), "id": "programme:新事", "name": "新事"})
    report = load(write_bundle(tmp_path / "bundle", rows), place.url)
    assert (report.created, report.updated, report.removed) == (1, 4, 1)
    assert stored_counts(place) == expected_counts(rows)
    with open_store(place.url) as store:
        found = store.read(
            "MATCH (n:Entity) WHERE n.id IN ['programme:码上议事', 'place:610200'] "
            "RETURN n.name AS name, n.first_year AS first_year, n.pi AS pi ORDER BY n.id"
        )
        assert found.rows == (
            ("云岭省白河市", None, "ylsbhs bhs bh"),
            ("码上议事厅", 2023, "msyst"),
        )
        ends = store.read(
            "MATCH (p:Passage)-[m:MENTIONS {id: $id}]->(n) RETURN p.id AS p, n.id AS n", {"id": moved["id"]}
        )
        assert ends.rows == ((moved["passage_id"], "place:610000"),)
        assert store.read("MATCH ()-[r:ISSUES]->() RETURN r.confidence AS confidence").rows == ((0.5,),)


def test_what_was_deleted_behind_our_back_comes_back(place: Place, bundle: Bundle) -> None:
    load(bundle, place.url)
    before = dump(place)
    place.execute("MATCH (n:Entity {id: 'programme:红旗驿站'}) DETACH DELETE n")
    report = load(bundle, place.url)
    assert report.nodes["Programme"].created == 1
    assert report.removed == report.updated == 0
    after = dump(place)
    assert after[1] == before[1]
    assert [node for node in after[0] if node[0] != "bundle"] == [node for node in before[0] if node[0] != "bundle"]


def test_an_empty_bundle_empties_the_store(place: Place, bundle: Bundle, tmp_path: Any) -> None:
    created = load(bundle, place.url).created
    report = load(write_bundle(tmp_path / "bundle", {}), place.url)
    assert (report.created, report.updated, report.removed) == (0, 0, created)
    assert set(stored_counts(place).values()) == {0}
    again = load(write_bundle(tmp_path / "bundle", {}), place.url)
    assert (again.created, again.updated, again.removed, again.unchanged) == (0, 0, 0, 0)


def test_another_bundle_needs_replace(place: Place, bundle: Bundle, tmp_path: Any) -> None:
    load(bundle, place.url)
    before = dump(place)
    rows = sample_rows()
    rows = {
        "entities": rows["entities"],
        "reports": [{**rows["reports"][0], "id": "other", "more_place_ids": []}],
    }
    other = write_bundle(tmp_path / "other", rows)
    with pytest.raises(StoreError, match=r"holds another bundle, of a folder named bundle.*--replace"):
        load(other, place.url)
    assert dump(place) == before
    report = load(other, place.url, replace=True)
    assert report.nodes["Report"].created == 1
    assert report.nodes["Report"].removed == 4
    assert report.nodes["Place"].unchanged == 5
    assert load(other, place.url).unchanged == len(rows["entities"]) + 2


def test_a_bundle_folder_may_move(place: Place, bundle: Bundle, tmp_path: Any) -> None:
    load(bundle, place.url)
    moved = write_bundle(tmp_path / "moved", sample_rows())
    report = load(moved, place.url)
    assert (report.created, report.updated, report.removed) == (0, 0, 0)


@pytest.mark.parametrize("label", ["Place", "Report", "Entity"])
def test_nodes_of_others_under_our_labels_are_refused(place: Place, bundle: Bundle, label: str) -> None:
    place.execute(f"CREATE (:{label} {{id: 'mine'}})")
    with pytest.raises(
        StoreError, match=f"1 nodes labelled {label} that gongwen-kg did not write; use another database"
    ):
        load(bundle, place.url, replace=True)
    with open_store(place.url) as store:
        assert store.read("MATCH (n) RETURN n.id AS id").rows == (("mine",),)


def test_nodes_of_others_are_left_alone(place: Place, bundle: Bundle) -> None:
    place.execute("CREATE (a:Memo {id: 'memo 1'})-[:PART_OF]->(b:Memo {id: 'memo 2'})")
    load(bundle, place.url)
    place.execute("MATCH (m:Memo {id: 'memo 1'}) MATCH (n:Entity {id: 'place:610100'}) MERGE (m)-[:NOTES]->(n)")
    assert load(bundle, place.url).unchanged == sum(expected_counts(sample_rows()).values())
    nodes = unload(place.url)
    assert nodes == sum(len(sample_rows()[table]) for table in ("entities", "reports", "passages"))
    found_nodes, found_links = dump(place)
    assert [(id_, labels) for id_, labels, _ in found_nodes] == [("memo 1", ["Memo"]), ("memo 2", ["Memo"])]
    assert [(kind, start, end) for kind, start, end, _ in found_links] == [("PART_OF", "memo 1", "memo 2")]


def test_odd_names_are_data(place: Place, tmp_path: Any) -> None:
    rows = sample_rows()
    for number, name in enumerate(ODD_NAMES):
        rows["entities"].append(
            {"id": f"programme:{name}", "type": "PROGRAMME", "name": name, "aliases": [name * 2], "level": None,
             "adcode": None, "parent_id": None, "mentions": number, "reports": 0, "first_year": None, "last_year": None}
        )  # fmt: skip
        rows["edges"].append(
            {"id": content_id("e", name), "source_id": "place:610100", "predicate": "IMPLEMENTS",
             "target_id": f"programme:{name}", "basis": "text", "count": 1, "reports": 1, "years": [], "first_year": None,
             "last_year": None, "confidence": 0.5, "evidence": []}
        )  # fmt: skip
    load(write_bundle(tmp_path / "bundle", rows), place.url)
    assert stored_counts(place) == expected_counts(rows)
    with open_store(place.url) as store:
        for name in ODD_NAMES:
            found = store.read(
                "MATCH (n:Entity {id: $id})<-[:IMPLEMENTS]-(a) WHERE n.name = $name RETURN n.name AS name, n.aliases AS aliases",
                {"id": f"programme:{name}", "name": name},
            )
            assert found.rows == ((name, [name * 2]),)


def test_a_long_text_is_kept(place: Place, tmp_path: Any) -> None:
    rows = sample_rows()
    rows["passages"][0]["text"] = text = "长文𠮷" * 33_334
    load(write_bundle(tmp_path / "bundle", rows), place.url)
    with open_store(place.url) as store:
        found = store.read("MATCH (p:Passage {id: $id}) RETURN p.text AS text, size(p.text) AS size", {"id": "r1/0"})
    assert found.rows == ((text, 100_002),)


def test_values_come_back_alike(place: Place, bundle: Bundle) -> None:
    load(bundle, place.url)
    with open_store(place.url) as store:
        plain = store.read(
            "RETURN null AS nothing, true AS yes, 9007199254740993 AS big, 1.0 AS float, '𠮷' AS text, [1, null, 'a', 2.5] AS list, "
            "{a: 1, b: [true]} AS map, date('2020-01-02') AS date, datetime('2020-01-02T03:04:05Z') AS datetime, "
            "localdatetime('2020-01-02T03:04:05') AS local, duration('P1Y2M3D') AS duration, $given AS given",
            {"given": {"list": ["一", 2], "none": None}},
        )
        assert plain.dicts() == [
            {
                "nothing": None, "yes": True, "big": 9007199254740993, "float": 1.0, "text": "𠮷", "list": [1, None, "a", 2.5],
                "map": {"a": 1, "b": [True]}, "date": "2020-01-02", "datetime": "2020-01-02T03:04:05+00:00",
                "local": "2020-01-02T03:04:05", "duration": "P14M3DT0S", "given": {"list": ["一", 2], "none": None},
            }
        ]  # fmt: skip
        assert isinstance(plain.rows[0][3], float)
        ((node, link, path, within),) = store.read(
            "MATCH path = (a:Entity {id: 'place:620100'})-[r:IMPLEMENTS]->(b:Entity {id: 'programme:红旗驿站'}) "
            "RETURN a AS node, r AS link, path, [a, {inner: r}] AS within"
        ).rows
    assert isinstance(node, Node)
    assert (node.id, node.labels) == ("place:620100", {"Entity", "Place"})
    assert node.properties == {
        "id": "place:620100", "hash": node.properties["hash"], "name": "东海省重山市", "aliases": ["重山市"], "kind": "PLACE",
        "level": "city", "adcode": "620100", "parent_id": "place:620000", "mentions": 1, "reports": 1,
        "py": "donghaishengzhongshanshi zhongshanshi", "pi": "dhszss zss",
    }  # fmt: skip
    assert isinstance(link, Relationship)
    assert (link.type, link.start_id, link.end_id) == ("IMPLEMENTS", "place:620100", "programme:红旗驿站")
    assert link.properties == {
        "id": link.id, "hash": link.properties["hash"], "basis": "text", "count": 1, "reports": 1, "years": [],
        "confidence": 0.8, "evidence": ["r4/0#0-12"],
    }  # fmt: skip
    assert isinstance(path, Path)
    assert path.relationships == (link,)
    assert path.nodes[0] == node
    assert within == [node, {"inner": link}]


def test_an_empty_answer_has_its_columns(place: Place, bundle: Bundle) -> None:
    load(bundle, place.url)
    with open_store(place.url) as store:
        result = store.read("MATCH (n:Entity {id: 'no such thing'}) RETURN n.id AS id, n.name AS name")
    assert (result.columns, result.rows, result.truncated) == (("id", "name"), (), False)


def test_rows_are_capped(place: Place, bundle: Bundle) -> None:
    load(bundle, place.url)
    with open_store(place.url) as store:
        query = "UNWIND range(1, 10) AS number RETURN number ORDER BY number"
        capped, whole = store.read(query, limit=3), store.read(query, limit=10)
    assert (capped.rows, capped.truncated) == (((1,), (2,), (3,)), True)
    assert (len(whole.rows), whole.truncated) == (10, False)


WRITES = (
    "CREATE (:Memo {id: 'x'})",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n:Place) SET n.name = 'x' RETURN n.name AS name",
    "MATCH (n:Place) REMOVE n.name",
    "MERGE (n:Entity {id: 'x'}) RETURN n.id AS id",
    "CREATE INDEX some_index FOR (n:Entity) ON (n.name)",
    "MATCH (n:Place) WITH n ORDER BY n.id LIMIT 1 FOREACH (x IN [1] | SET n.name = 'x')",
)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_query_cannot_write(place: Place, bundle: Bundle, read_only: bool) -> None:
    load(bundle, place.url)
    before = dump(place)
    with open_store(place.url, read_only=read_only) as store:
        for query in WRITES:
            with pytest.raises(QueryError, match="read-only"):
                store.read(query)
    assert dump(place) == before


OUTSIDE = (
    "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "RETURN 1 AS line UNION load\n csv FROM 'file:///etc/hostname' AS line RETURN line",
    "PROFILE LOAD // comment\n CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "LOAD/* */CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "L\\u004FAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
)


def test_a_query_cannot_read_files(place: Place, bundle: Bundle) -> None:
    load(bundle, place.url)
    with open_store(place.url) as store:
        for query in OUTSIDE:
            with pytest.raises(QueryError, match="LOAD CSV is not allowed"):
                store.read(query)


def test_a_query_that_runs_for_ever_is_stopped(place: Place, bundle: Bundle) -> None:
    load(bundle, place.url)
    with open_store(place.url) as store:
        with pytest.raises(QueryError, match=r"took longer than 0\.5 seconds"):
            store.read(
                "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y WITH x, y WHERE x * y = -1 RETURN count(*) AS n",
                timeout=0.5,
            )
        assert store.read("RETURN 1 AS one").rows == ((1,),)


def test_a_wrong_query_says_so_in_one_line(place: Place, bundle: Bundle) -> None:
    load(bundle, place.url)
    with open_store(place.url) as store:
        for query in ("MATCH (n RETURN n", "", "RETURN $missing AS value", "RETURN nonsense(1) AS value"):
            with pytest.raises(QueryError, match="refused the query") as caught:
                store.read(query)
            assert "\n" not in str(caught.value)


def test_a_store_open_for_reading_takes_no_writes(place: Place, bundle: Bundle) -> None:
    load(bundle, place.url)
    with open_store(place.url) as store, pytest.raises(StoreError, match="open for reading only"):
        store.write("CREATE (:Memo {id: 'x'})")


def test_an_edge_without_its_node_is_no_silent_loss(place: Place, tmp_path: Any) -> None:
    rows = sample_rows()
    rows["entities"] = [item for item in rows["entities"] if item["id"] != "programme:码上议事"]
    with pytest.raises(StoreError, match="1 of 5 IMPLEMENTS could not be written: their nodes are not in the bundle"):
        load(write_bundle(tmp_path / "bundle", rows), place.url)
    load(write_bundle(tmp_path / "bundle", sample_rows()), place.url)  # and the next load puts it right
    assert stored_counts(place) == expected_counts(sample_rows())


@pytest.mark.parametrize("writes", [1, 5, 10, 16])
def test_an_interrupted_load_ends_right_when_run_again(
    place: Place, bundle: Bundle, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    gone = "programme:码上议事"
    rows = sample_rows()
    rows["entities"] = [item for item in rows["entities"] if item["id"] != gone]
    rows["edges"] = [item for item in rows["edges"] if item["target_id"] != gone]
    rows["mentions"] = [item for item in rows["mentions"] if item["entity_id"] != gone]
    interrupt(place, bundle, writes, monkeypatch)  # in the first load
    load(bundle, place.url)
    assert stored_counts(place) == expected_counts(sample_rows())
    changed = write_bundle(tmp_path / "bundle", rows)
    interrupt(place, changed, 3, monkeypatch)  # while removing
    load(changed, place.url)
    assert stored_counts(place) == expected_counts(rows)
    disturbed = dump(place)
    unload(place.url)
    load(changed, place.url)
    assert dump(place) == disturbed


def interrupt(place: Place, bundle: Bundle, writes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load, but stop as Ctrl-C would after so many transactions."""
    with open_store(place.url, read_only=False) as store:
        kind = type(store)
    write, done = kind.write, 0

    def failing(self: Any, query: str, parameters: Any = None) -> int:
        nonlocal done
        done += 1
        if done > writes:
            raise KeyboardInterrupt
        return int(write(self, query, parameters))

    with monkeypatch.context() as patch:
        patch.setattr(kind, "write", failing)
        with pytest.raises(KeyboardInterrupt):
            load(bundle, place.url)


def test_progress_is_told(place: Place, bundle: Bundle) -> None:
    told: list[tuple[str, int, int]] = []
    load(bundle, place.url, progress=lambda *step: told.append(step))
    assert told == [
        ("entities", 13, 13), ("reports", 4, 4), ("passages", 6, 6), ("edges", 14, 14), ("ABOUT", 4, 4),
        ("HAS_PASSAGE", 6, 6), ("MENTIONS", 19, 19),
    ]  # fmt: skip


def test_constraints_are_made_once_and_taken_out(server_place: Place, bundle: Bundle) -> None:
    load(bundle, server_place.url)
    load(bundle, server_place.url, replace=True)
    query = "SHOW CONSTRAINTS YIELD name, labelsOrTypes, properties RETURN labelsOrTypes[0] AS label, properties AS on ORDER BY label"
    with open_store(server_place.url) as store:
        assert store.read(query).rows == tuple((label, ["id"]) for label in sorted((*KEYS, "KgMeta")))
    unload(server_place.url)
    with open_store(server_place.url) as store:
        assert store.read(query).rows == ()


def test_a_wrong_password_is_told_without_it(server_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_NEO4J_PASSWORD", "guessed-wrong")
    with pytest.raises(
        KgError, match=r"bolt://127.* refuses user neo4j; set KG_NEO4J_USER and KG_NEO4J_PASSWORD"
    ) as caught:
        open_store(server_place.url)
    assert "guessed-wrong" not in str(caught.value)


def test_no_user_is_told(server_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_NEO4J_USER")
    with pytest.raises(KgError, match="refuses a connection without a user"):
        open_store(server_place.url)


def test_an_unknown_database_is_told(server_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_NEO4J_DATABASE", "nosuchthing")
    with pytest.raises(KgError, match=r"nosuchthing.*KG_NEO4J_DATABASE"):
        open_store(server_place.url)


def test_a_routing_address_works(server_place: Place, bundle: Bundle) -> None:
    url = server_place.url.replace("bolt://", "neo4j://")
    assert load(bundle, url).created == load(bundle, server_place.url).unchanged


def test_an_address_with_a_secret_is_refused_without_showing_it() -> None:
    with pytest.raises(UsageError, match="must not hold a user or password") as caught:
        open_store("bolt://neo4j:hidden-word@127.0.0.1:7687")
    assert "hidden-word" not in str(caught.value)
