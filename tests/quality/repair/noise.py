"""Misreadings of characters, as optical recognition and conversion make them."""

from random import Random

CONFUSIONS = {
    "l": ("1", "I"), "I": ("l",), "1": ("l",), "O": ("0",), "0": ("O",), "o": ("0", "c"), "e": ("c",), "c": ("e",),
    "h": ("b",), "b": ("h",), "S": ("5",), "n": ("u", "ri"), "u": ("n",), "m": ("rn", "nn"), "w": ("vv",),
    "d": ("cl",), "t": ("f",), "i": ("j",), ",": (".",), ".": (",",), "'": ("\u2019",), "-": ("\u2013",),
}  # fmt: skip
LIGATURES = {"ffi": "\ufb03", "fi": "\ufb01", "fl": "\ufb02", "ff": "\ufb00"}
"""Letters that converters write as one character; half of the noisy texts have them."""


def noisy(text: str, share: float, rng: Random) -> str:
    """Return `text` with about `share` of its characters misread, and perhaps with ligatures and turned quotes."""
    if rng.random() < 0.5:
        for letters, one in LIGATURES.items():
            text = text.replace(letters, one)
    if rng.random() < 0.5:
        text = text.replace(' "', " \u201c").replace('"', "\u201d").replace("'", "\u2019")
    return "".join(
        rng.choice(CONFUSIONS[sign]) if sign in CONFUSIONS and rng.random() < share * 1.2 else sign for sign in text
    )
