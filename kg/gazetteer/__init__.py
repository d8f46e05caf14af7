"""The gazetteer: administrative units of China since 1980 and named regions, found in text and told apart.

    >>> places = gazetteer()
    >>> places.resolve("郫县", near=places.by_full_name("四川省成都市"), year=2012).unit.id
    'place:510124@2016'

Input are the data files of this folder (data/README.md says where they come from); `kg.read`, `kg.extract` and
`kg.link` use it.
"""

from kg.gazetteer.core import Gazetteer, gazetteer
from kg.gazetteer.institutions import Institution, institution_of
from kg.gazetteer.masked import is_masked, masked_place
from kg.gazetteer.units import Level, Match, Resolution, Unit

__all__ = [
    "Gazetteer", "Institution", "Level", "Match", "Resolution", "Unit", "gazetteer", "institution_of", "is_masked", "masked_place",
]  # fmt: skip
