"""The entities of one report while it is linked: what a name means becomes a node with an id, and what the names alone tell becomes structure.

Input are places, bodies and initiatives as the linker reads them; output are the entities and structural relations of the report.
"""

from __future__ import annotations

from kg.gazetteer import gazetteer
from kg.graph import Entity
from kg.link.bodies import Body
from kg.link.context import Home
from kg.link.names import initiative_key, is_any_paper, is_hidden, key
from kg.link.places import PlaceLink
from kg.link.scene import Assertion
from kg.schema import schema

# Source id, predicate, target id, basis.
Structure = tuple[str, str, str, str]


class Registry:
    """The entities of one report while it is linked."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.entities: dict[str, Entity] = {}
        self.structure: set[Structure] = set()
        if home.place_id is not None:
            self.place(_home_link(home))
        for unit in home.chain:
            self._unit(unit.id)

    def place(self, link: PlaceLink) -> str:
        """Enter a place and give its id."""
        unit = link.unit
        self.entities.setdefault(
            link.entity_id,
            Entity(
                id=link.entity_id, type="PLACE", name=link.name, level=link.level, adcode=unit.adcode if unit else None,
                parent_id=unit.parent if unit else link.above,
            ),
        )  # fmt: skip
        return link.entity_id

    def body(self, body: Body) -> str:
        """Enter a body with its place and the body above it, and give its id."""
        scope = _scope(body)
        entity_id = self._organisation(body.name, body.local, scope)
        if body.seat is not None:
            self._unit(body.seat.id)
        seat = self.home.place_id if body.of_home else None
        if body.owner is not None:
            self._unit(body.owner.id)
            seat = body.owner.id
        if seat is not None:
            self.structure.add((entity_id, "LOCATED_IN", seat, "name"))
        if body.parent is not None:
            parent = self._organisation(body.parent, body.local, scope)
            self.structure.add((entity_id, "PART_OF", parent, "name"))
            if seat is not None:
                self.structure.add((parent, "LOCATED_IN", seat, "name"))
        return entity_id

    def _organisation(self, name: str, local: bool, scope: str) -> str:
        entity_id = f"org:{key(name)}" + (f"@{self.home.report_id}" if local or is_hidden(name) else scope)
        self.entities.setdefault(entity_id, Entity(id=entity_id, type="ORG", name=name))
        return entity_id

    def initiative(self, kind: str, name: str) -> str:
        """Enter a programme, campaign or paper and give its id."""
        local = f"@{self.home.report_id}" if is_any_paper(kind, name) or is_hidden(name) else ""
        entity_id = f"{kind.lower()}:{initiative_key(kind, name)}{local}"
        self.entities.setdefault(entity_id, Entity(id=entity_id, type=kind, name=name))
        return entity_id

    def place_of_title(self, full_name: str) -> str:
        """Enter a place that the report's title names and give its id."""
        unit = gazetteer().by_full_name(full_name) or gazetteer().resolve(full_name, near=self.home.near).unit
        if unit is None:
            entity_id = f"place:{full_name}@{self.home.report_id}"
            return self.place(PlaceLink(entity_id=entity_id, name=full_name))
        self._unit(unit.id)
        return unit.id

    def _unit(self, unit_id: str) -> None:
        unit = gazetteer().get(unit_id)
        self.place(PlaceLink(entity_id=unit.id, name=unit.name, unit=unit, level=unit.level))

    def legal(self, one: Assertion) -> bool:
        """Say whether the schema knows such a statement; units that no mention but only a rule names are entered here."""
        for entity_id in (one.subject_id, one.object_id):
            if entity_id not in self.entities and entity_id.startswith("place:") and "@" not in entity_id:
                self._unit(entity_id)
        subject, object_ = self.entities.get(one.subject_id), self.entities.get(one.object_id)
        return subject is not None and object_ is not None and schema().legal(subject.type, one.predicate, object_.type)

    def finish(self) -> tuple[tuple[Entity, ...], tuple[Structure, ...]]:
        """Add the ancestors of every unit, so that roll-ups work, and give entities and structure in the order of ids."""
        for entity in list(self.entities.values()):
            if entity.type == "PLACE" and entity.id.startswith("place:") and "@" not in entity.id:
                unit = gazetteer().get(entity.id)
                for above in (*gazetteer().path(unit), *gazetteer().path(unit, self.home.year)):
                    self._unit(above.id)
        for entity in self.entities.values():
            if entity.type != "PLACE":
                continue
            whole, basis = self._holder(entity)
            if whole in self.entities:
                self.structure.add((entity.id, "PART_OF", str(whole), basis))
        entities = tuple(sorted(self.entities.values(), key=lambda entity: entity.id))
        return entities, tuple(sorted(self.structure))

    def _holder(self, entity: Entity) -> tuple[str | None, str]:
        """Give what a place was part of in the report's year, and the basis of that.

        Of a township the gazetteer knows only today's county: if that is what the report's county became later, it was this one's.
        """
        if "@" in entity.id:
            return entity.parent_id, "context"
        path = gazetteer().path(gazetteer().get(entity.id), self.home.year)
        whole = path[-2].id if len(path) > 1 else None
        for unit in self.home.chain:
            if whole is not None and unit.successor == whole and unit.valid_in(self.home.year):
                return unit.id, "context"
        return whole, "gazetteer"


def _scope(body: Body) -> str:
    """Give what sets the id of an organ apart from those of other units of the same name: there are four 鼓楼区 and four 市中区."""
    owner = body.owner
    if owner is None or owner.level == "township":
        return ""
    alike = [unit for unit in gazetteer().forms().get(owner.name, ()) if unit.name == owner.name and not unit.valid_to]
    return f"@{owner.adcode}" if len(alike) > 1 else ""


def _home_link(home: Home) -> PlaceLink:
    return PlaceLink(
        entity_id=home.place_id or "",
        name=home.place_name or "",
        unit=home.unit,
        level=home.unit.level if home.unit else None,
    )
