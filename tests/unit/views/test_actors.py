"""The view of actors that are rolled up: a state with all that acts for it is one row."""

import pandas as pd

from flows.corpus import merge, reconcile
from flows.tables import tabulate
from flows.views.actors import actors_rolled_up
from tests.builders import read

TEXTS = (
    "Iran condemned the United States on 3 May 2019. U.S. forces attacked Iranian troops on 4 May 2019.",
    "The US government imposed sanctions on Iran. Hamas attacked Israel on 5 May 2019.",
)


def view() -> pd.DataFrame:
    outcome = reconcile(merge(read(text, f"{number}.txt") for number, text in enumerate(TEXTS)))
    return actors_rolled_up(tabulate(outcome))


def test_a_state_with_its_bodies_is_one_row() -> None:
    rows = view().set_index("actor_id")
    assert rows.index.is_unique
    assert rows.loc["USA", ["name", "as_actor", "as_recipient", "documents"]].tolist() == ["United States", 2, 1, 2]
    assert "Armed forces of the United States" in rows.loc["USA", "names"]


def test_other_actors_are_their_entity() -> None:
    rows = view()
    hamas = rows[rows["name"] == "Hamas"].iloc[0]
    assert (hamas["actor_id"].startswith("ent_") or hamas["actor_id"].startswith("Q"), hamas["as_actor"]) == (True, 1)


def test_those_with_most_events_come_first() -> None:
    rows = view()
    totals = (rows["as_actor"] + rows["as_recipient"]).tolist()
    assert totals == sorted(totals, reverse=True)
