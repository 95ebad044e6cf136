"""Figures that are wanted and can't be counted yet: which delivery is missing, and whose it is.

Part of the inventory in the fifth point of Gotland's assignment: which statistics exist, which are
missing, which must be produced, and who owns them.
"""

from metrics.catalogue.figure import Wanted

SYSTEM, FORUM = "Dataansvarig för verksamhetssystemet", "Styrgruppen"
DECISIONS = "SoL-beslut med lagrum, dag och samråd"
ACTIVITY = "uppgifter om aktivitetskravet för varje ärende"
MEETINGS, ESCALATIONS = "mötena i styrgruppen", "eskaleringar med fråga och svar"

_ROWS = (
    ("B18", "Ledtid till SoL-beslut", "Hur länge väntar man på beslut?", DECISIONS, SYSTEM),
    ("B19", "Samråd före beslut", "Följs rutinen?", DECISIONS, SYSTEM),
    ("B20", "Spårbyte efter redo", "Går det vidare?", "spårbyten med bedömningens dag", SYSTEM),
    ("B21", "Flerpartssamtal uppföljda", "Följs samtalen upp?", "flerpartssamtal", SYSTEM),
    ("B28", "Arbetsplan finns", "Finns krav på medverkan i plan?", DECISIONS, SYSTEM),
    ("B29", "Beslut nära eller över tre år", "Rinner tiden ut?", DECISIONS, SYSTEM),
    ("C1", "Omfattas av aktivitetskravet", "Hur många gäller det?", ACTIVITY, SYSTEM),
    ("C2", "Anvisade till aktivitet", "Gör vi vår del?", ACTIVITY, SYSTEM),
    ("C3", "Aktivitetsplan finns", "Har alla som omfattas en plan?", ACTIVITY, SYSTEM),
    ("C4", "Tid till första anvisade pass", "Hur snabbt börjar det?", ACTIVITY, SYSTEM),
    ("C5", "Planerad tid mot mål", "Räcker aktiviteterna?", ACTIVITY, SYSTEM),
    ("C6", "Undantag från kravet", "Vilka undantas, och varför?", ACTIVITY, SYSTEM),
    ("C7", "Nekade eller nedsatta", "Beslutar enheterna lika?", DECISIONS, SYSTEM),
    ("C8", "Anmälda till Arbetsförmedlingen", "Vet Arbetsförmedlingen om det?", ACTIVITY, SYSTEM),
    ("C9", "Anvisad trots heltidsprogram", "Anvisar vi rätt personer?", ACTIVITY, SYSTEM),
    ("C10", "Registrerat försörjningshinder", "Går rapporten att lita på?", ACTIVITY, SYSTEM),
    ("D4", "Möten hållna", "Möts vi som vi har bestämt?", MEETINGS, FORUM),
    ("D5", "Närvaro per part", "Är alla parter med?", MEETINGS, FORUM),
    ("D6", "Ersättare använd", "Kommer någon i stället?", MEETINGS, FORUM),
    ("D7", "Öppna eskaleringar", "Får vi svar?", ESCALATIONS, FORUM),
    ("D8", "Svarstid från strategisk nivå", "Hur länge väntar vi på svar?", ESCALATIONS, FORUM),
    (
        "D9",
        "Beslut verkställda i tid",
        "Blir det vi har beslutat gjort?",
        "styrgruppens beslut",
        FORUM,
    ),
    ("D10", "Styrmodellens ålder", "Är den högst tre år?", "när styrmodellen reviderades", FORUM),
    (
        "D12",
        "Introducerade nyanställda",
        "Får nya veta hur vi arbetar?",
        "nyanställda",
        "Enheterna",
    ),
)
WANTED = tuple(Wanted(*row) for row in _ROWS)
