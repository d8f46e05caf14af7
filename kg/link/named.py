"""A linked mention: what the relation rules look at, a mention together with the thing it names."""

from __future__ import annotations

from dataclasses import dataclass

from kg.gazetteer import Unit
from kg.link.bodies import Body
from kg.link.places import PlaceLink
from kg.text import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A mention with its entity: id, canonical name, and what linking found out about a place or a body."""

    mention: Mention
    entity_id: str
    name: str
    place: PlaceLink | None = None
    body: Body | None = None

    @property
    def type(self) -> str:
        """The entity type of the mention."""
        return self.mention.type

    @property
    def start(self) -> int:
        """Where the mention begins in its passage."""
        return self.mention.start

    @property
    def end(self) -> int:
        """Where the mention ends in its passage."""
        return self.mention.end

    @property
    def unit(self) -> Unit | None:
        """The unit of the gazetteer that the name means or holds."""
        if self.place is not None:
            return self.place.unit
        return (self.body.seat or self.body.owner) if self.body is not None else None
