"""The words that figures are described in, for whoever meets them the first time."""

from metrics.spc import ENOUGH_POINTS
from pages.parts import sv
from pages.parts.figures.reading.definition import RULE_SET
from pages.parts.markup import facts, text
from pages.view import View


def words(view: View) -> dict[str, str]:
    """Every word and what it means here, in Swedish order."""
    meanings = {
        "Täljare": "Det som räknas: de av nämnaren som har det som frågan gäller.",
        "Nämnare": "Alla som det kunde ha gällt. Är den noll finns inget att dela med, och andelen "
        f"skrivs {sv.NOTHING}.",
        "n": "Hur många som står bakom talet: för en andel nämnaren, annars hur många ärenden, "
        "hushåll eller personer.",
        "Median": "Den mittersta: hälften är kortare, hälften längre. Den som väntar än är inte "
        "med, om inget annat sägs.",
        "90:e percentil": "Nio av tio är kortare än så.",
        "Kvot": "Ett tal delat med ett annat som det inte är en del av, till exempel byten per "
        "ärendeår. Den kan bli större än ett.",
        "Procentenheter": "Skillnaden mellan två andelar: från 40 till 42 % är två procentenheter.",
        "Preliminär": "Perioden är inte slutgiltig: underlaget kan ännu ändras. Den ritas men "
        "bedöms aldrig.",
        "Dold": f"Talet skrivs {sv.HIDDEN} och är {view.hidden_in_words}.",
        "Saknas": "Underlaget har inte levererats. Det står vilket, och vem som äger det.",
        "Normal variation": "Talet rör sig så mycket som det brukar. Det finns inget att förklara.",
        "Förbättring och försämring": "Mer än vad som brukar variera, åt det håll som är bättre "
        "eller sämre. Det säger inte varför.",
        "Förändring": "Detsamma, för mått där varken högre eller lägre är bättre.",
        "Gränser": "Mellan dem ligger det mesta så länge ingenting har ändrats. De räknas på "
        "måttets egna perioder.",
        "För få punkter": f"Färre än {ENOUGH_POINTS} avslutade perioder: det går inte att skilja "
        "en förändring från slump.",
        "Når målet stadigt, ibland, inte": "Om hela den normala variationen ligger på målets rätta "
        "sida, om målet ligger inom den, eller om den helt ligger på fel sida.",
        "Mätgrupp": "En sluten lista med personer som följs tills ingen är kvar.",
        "Insats": "Det som en part gör tillsammans med en person, med start och slut.",
        "Glapp": "Dagar i rad utan insats, mellan två insatser.",
        "Avslut": "Ett ärende som har avslutats och inte följts av ett nytt inom den tid som är "
        "satt.",
    }
    return dict(sorted(meanings.items(), key=lambda pair: sv.order(pair[0])))


def glossary(view: View) -> str:
    """The rule set and the words, as HTML."""
    terms = facts((word, text(meaning)) for word, meaning in words(view).items())
    return (
        f"<h2>Regler för vad som är en förändring</h2><p class='lb-words'>{text(RULE_SET)}</p>"
        f"<h2>Ordlista</h2>{terms}"
    )
