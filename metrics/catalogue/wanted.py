"""Figures that are asked for and can't be counted yet: which delivery is missing, and whose it is.

An inventory after the fifth point of Gotland's assignment: which statistics there are, which are
missing, which must be made, and who owns it.
"""

from metrics.catalogue.figure import Wanted

SYSTEM, FORUM = "Dataansvarig för verksamhetssystemet", "Styrgruppen"

WANTED = (
    Wanted(
        "A3",
        "Utbetalt ekonomiskt bistånd",
        "Vad kostar det?",
        "belopp för varje biståndsmånad",
        SYSTEM,
    ),
    Wanted(
        "A11",
        "Resultat vid avslut i arbetsmarknadsverksamheten",
        "Går deltagarna till jobb eller studier?",
        "avslutade deltagare ur arbetsmarknadsenhetens system",
        "Arbetsmarknadsenheten",
    ),
    Wanted(
        "B11",
        "Nästa steg känt",
        "Vet enheten vad som kommer härnäst?",
        "nästa steg och dess dag i planerna",
        SYSTEM,
    ),
    Wanted(
        "B14",
        "Skattning inom sex månader",
        "Skattas alla i tid?",
        "skattningar med dag och instrument",
        SYSTEM,
    ),
    Wanted(
        "B15",
        "Rörelse i skattningarna",
        "Rör det sig?",
        "skattningar med svar för varje indikator",
        SYSTEM,
    ),
    Wanted(
        "B16",
        "Handläggarens tilltro",
        "Tror den som arbetar med personen på det?",
        "handläggarens skattningar",
        SYSTEM,
    ),
    Wanted(
        "B17",
        "Svar samma dag",
        "Svarar vi fort?",
        "stickprov på e-post och telefon, bara antal",
        "Enheterna",
    ),
    Wanted(
        "B22",
        "Samtycke registrerat",
        "Får vi prata tillsammans?",
        "samtycken med giltighet",
        SYSTEM,
    ),
    Wanted(
        "B23",
        "Genomgång av alla aktuella",
        "Har alla gåtts igenom?",
        "genomgångens ronder",
        "Enheterna",
    ),
    Wanted(
        "B26",
        "Andel nollplacerade",
        "Hur stor är gruppen utan sjukpenninggrundande inkomst?",
        "kommunens markering i ärendet",
        SYSTEM,
    ),
    Wanted("D4", "Möten hållna", "Möts vi som vi har bestämt?", "mötena i styrgruppen", FORUM),
)
