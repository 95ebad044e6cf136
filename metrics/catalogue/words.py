"""Swedish words that definitions share, and numbers in them that follow the settings."""

OPEN_CASES = "Ärenden som är öppna månadens sista dag."
_SMALL = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva")
_IN_WORDS = dict(enumerate((*_SMALL, "tolv"))) | {90: "nittio"}


def months_in_words(count: int) -> str:
    """'en månad', 'två månader'."""
    return f"{_number(count)} {'månad' if count == 1 else 'månader'}"


def days_in_words(count: int) -> str:
    """'nittio dagar'."""
    return f"{_number(count)} {'dag' if count == 1 else 'dagar'}"


def as_set(setting: str, default: str) -> str:
    """The words for a setting in force, and a note if it is the house's default."""
    return f"{setting}, om ingenting är satt" if setting == default else setting


def _number(count: int) -> str:
    return _IN_WORDS.get(count, str(count))
