"""Figures that are asked for and can't be counted yet: which delivery is missing, and whose it is.

An inventory after the fifth point of Gotland's assignment: which statistics there are, which are
missing, which must be made, and who owns it.
"""

from metrics.catalogue.figure import Wanted

SYSTEM, FORUM = "Dataansvarig för verksamhetssystemet", "Styrgruppen"
EPISODES = "insatser med part, start och slut för varje ärende"

WANTED = (
    Wanted(
        "A5",
        "Andel av befolkningen",
        "Hur stor del av invånarna?",
        "befolkningen den 31 december",
        "Dataansvarig",
    ),
    Wanted(
        "A6",
        "Unga vuxna 18–24 med bistånd",
        "Hur ser det ut för unga?",
        "ålder för varje vuxen och befolkningen efter ålder",
        SYSTEM,
    ),
    Wanted(
        "B1",
        "Tid från beslut till första insats",
        "Hur snabbt sker något?",
        f"dag för första beslut, och {EPISODES}",
        SYSTEM,
    ),
    Wanted(
        "B2", "Tid från inskrivning till första insats", "Hur snabbt sker något?", EPISODES, SYSTEM
    ),
    Wanted("B3", "Glapp mellan insatser", "Finns insatskedjor utan glapp?", EPISODES, SYSTEM),
    Wanted("B4", "Glappens längd", "Hur långa är glappen?", EPISODES, SYSTEM),
    Wanted(
        "B5",
        "Väntan utan aktivitet",
        "Händer något under väntan?",
        f"{EPISODES}, och aktiviteter i väntan",
        SYSTEM,
    ),
    Wanted(
        "B6",
        "Parallella insatser",
        "Får komplexa behov flera stöd samtidigt?",
        f"{EPISODES}, och behov av parallella insatser",
        SYSTEM,
    ),
    Wanted(
        "B8",
        "Personkontinuitet",
        "Byter vi handläggare?",
        "handläggarperioder för varje ärende",
        SYSTEM,
    ),
    Wanted("D4", "Möten hållna", "Möts vi som vi har bestämt?", "mötena i styrgruppen", FORUM),
)
