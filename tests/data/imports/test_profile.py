import pytest

from data.imports.profile import UnknownProfileError, load_profile


def test_a_profile_lays_out_columns_codes_and_days():
    profile = load_profile("spells_sv")

    assert "Ärende-id" in profile.columns["source_key"]
    assert profile.codes["sex"] == {"Kvinna": "kvinna", "Man": "man"}
    assert profile.observed_from < profile.observed_until


@pytest.mark.parametrize("name", ["", "okänd", "../profiles/spells_sv", "spells_sv.toml"])
def test_a_profile_that_there_is_none_of_is_refused_with_those_there_are(name):
    with pytest.raises(UnknownProfileError, match="Välj en av: .*spells_sv"):
        load_profile(name)
