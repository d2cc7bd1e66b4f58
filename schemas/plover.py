"""The codes of PLOVER 2.0: quad classes, scores and modes of the sixteen event types.

Source: openeventdata/PLOVER, PLOVER_MANUAL.tex, draft version 2.0 (commit 5e0c24f). The manual prints the score of
ACCUSE without its sign; its modes are negative, so -3 is meant.
"""

from typing import Any

import pandas as pd

from schemas.vocab import EventType, QuadClass

QUAD_CLASSES: dict[str, str] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), QuadClass.VERBAL_COOPERATION),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), QuadClass.MATERIAL_COOPERATION),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), QuadClass.VERBAL_CONFLICT),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), QuadClass.MATERIAL_CONFLICT),
}

BASE_SCORES: dict[str, float] = {
    EventType.AGREE: 2.5,
    EventType.CONSULT: 2.5,
    EventType.SUPPORT: 5.0,
    EventType.CONCEDE: 4.5,
    EventType.COOPERATE: 9.5,
    EventType.AID: 10.0,
    EventType.RETREAT: 6.5,
    EventType.REQUEST: 0.0,
    EventType.ACCUSE: -3.0,
    EventType.REJECT: -2.0,
    EventType.THREATEN: -3.5,
    EventType.PROTEST: -5.0,
    EventType.SANCTION: -6.0,
    EventType.MOBILIZE: -5.5,
    EventType.COERCE: -7.0,
    EventType.ASSAULT: -9.0,
}

MODES: dict[str, dict[str, float]] = {
    EventType.CONSULT: {"visit": 4.0, "third-party": 1.0, "multilateral": 4.0, "phone": 1.5},
    EventType.RETREAT: {
        "withdraw": 8.0,
        "release": 6.5,
        "disarm": 10.0,
        "ceasefire": 7.5,
        "access": 6.5,
        "resign": 4.5,
    },
    EventType.REQUEST: {"assist": 0.5, "change": -1.0, "yield": -1.0, "meet": 0.0},
    EventType.ACCUSE: {"disapprove": -2.0, "investigate": -3.5, "allege": -3.5},
    EventType.REJECT: {"assist": -1.5, "change": -2.0, "yield": -2.0, "meet": -2.0},
    EventType.THREATEN: {
        "restrict": -3.0,
        "arrest": -3.5,
        "relations": -3.5,
        "expel": -3.5,
        "territory": -4.0,
        "violence": -3.5,
    },
    EventType.PROTEST: {
        "demo": -5.0,
        "riot": -7.0,
        "strike": -5.0,
        "hunger": -4.5,
        "boycott": -4.5,
        "obstruct": -4.5,
        "vandalize": -5.0,
    },
    EventType.SANCTION: {"convict": -6.0, "expel": -5.5, "withdraw": -6.0, "discontinue": -6.0},
    EventType.MOBILIZE: {"troops": -6.5, "weapons": -6.5, "police": -5.5, "militia": -6.0},
    EventType.COERCE: {
        "seize": -7.0,
        "restrict": -7.0,
        "censor": -6.5,
        "curfew": -6.5,
        "martial-law": -7.5,
        "arrest": -7.0,
        "deport": -7.0,
        "withhold": -7.0,
        "misinformation": -6.5,
        "cyber": -7.0,
    },
    EventType.ASSAULT: {
        "abduct": -8.5,
        "beat": -7.5,
        "torture": -8.5,
        "sexual": -8.5,
        "targeted": -9.5,
        "destroy": -8.5,
        "primitive": -8.0,
        "firearms": -9.0,
        "explosives": -9.0,
        "suicide-attack": -9.5,
        "aerial": -9.5,
        "drone": -9.5,
        "heavy-weapons": -9.5,
        "crowd-control": -7.5,
        "unconventional": -10.0,
    },
}
"""Modes of an event type with their scores; a type that is not named has none. The manual gives vandalize no score."""

EVENT_MODES = sorted({mode for modes in MODES.values() for mode in modes})


def mode_belongs(event_type: Any, mode: Any) -> Any:
    """Return where the mode is null or one of the event type's."""
    pairs = zip(event_type.tolist(), mode.tolist(), strict=True)
    return pd.Series([pd.isna(found) or found in MODES.get(kind, {}) for kind, found in pairs], index=mode.index)


def score_agrees(event_type: Any, mode: Any, score: Any) -> Any:
    """Return where the score is that of the mode, or without a mode the base score of the event type."""
    rows = zip(event_type.tolist(), mode.tolist(), score.tolist(), strict=True)
    return pd.Series([_is_score(*row) for row in rows], index=score.index)


def _is_score(kind: Any, mode: Any, score: Any) -> bool:
    """Return whether the score agrees, as far as the others can be told: their faults are told at their columns."""
    if kind not in BASE_SCORES or pd.isna(score):
        return True
    own: float = BASE_SCORES[kind] if pd.isna(mode) else MODES.get(kind, {}).get(mode, score)
    return bool(score == own)
