"""Units of a steering group by what files may call them."""

from data.imports.units import followed_units
from data.models.organisation import ForumUnit, Party, Unit
from data.store import reading
from tests.data.builders import a_place, put


def test_a_unit_has_its_name_alone_where_no_other_followed_one_has_it(store):
    place = a_place(store)
    others = {name: put(store, Party, name=name) for name in ("Jobbtorget", "Sfi")}
    units = {
        (name, party): put(store, Unit, name=name, party_id=party_id)
        for party, party_id in others.items()
        for name in ("Unga vuxna", f"Enhet {party}")
    }
    for unit_id in units.values():
        put(store, ForumUnit, forum_id=place.forum_id, unit_id=unit_id)
    put(store, Unit, name="Enhet Sfi", party_id=others["Jobbtorget"])  # not followed

    with reading(store) as connection:
        named = followed_units(connection, place.forum_id)

    assert "unga vuxna" not in named
    assert named["unga vuxna, jobbtorget"] == units["Unga vuxna", "Jobbtorget"]
    assert named["unga vuxna, sfi"] == units["Unga vuxna", "Sfi"]
    assert named["enhet sfi"] == named["enhet sfi, sfi"] == units["Enhet Sfi", "Sfi"]
