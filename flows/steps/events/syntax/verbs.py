"""The participants of a verb: "attacked X", "was condemned by X", "threatened to ..."."""

from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.events.syntax import actor_phrases, arguments
from flows.steps.events.syntax.actor_phrases import Arguments
from flows.steps.events.syntax.navigation import case, children
from flows.steps.events.triggers import Construction, Trigger

_CLAUSE_VERBS = frozenset({Construction.VERB_INFINITIVE, Construction.VERB_CLAUSE})


def verb_arguments(sentence: AnnotatedSentence, token_index: int, last: int, trigger: Trigger) -> Arguments | str:
    """Return the participants of a verb that is a trigger by itself, or why it reports no event here.

    The trigger's own words end before the token `last`.
    """
    if arguments.is_passive(sentence, token_index):
        return _passive(sentence, token_index, trigger)
    actors, is_direct = arguments.subject(sentence, token_index)
    if not actors and arguments.is_accident(sentence, token_index):
        return "an accident does it"
    if trigger.construction is Construction.VERB_INTRANSITIVE:
        if not trigger.preps and arguments.objects(sentence, token_index):
            return "it has an object, which this meaning does not take"
        recipients = arguments.oblique(sentence, token_index, trigger.preps) if trigger.preps else ()
        return actors, recipients or arguments.content(sentence, token_index), is_direct
    if trigger.construction in _CLAUSE_VERBS:
        recipients = arguments.oblique(sentence, token_index, trigger.preps) if trigger.preps else ()
        return actors, recipients or arguments.complement(sentence, token_index), is_direct
    return _transitive(
        sentence, _acted_on(sentence, token_index, last), trigger, actors, is_direct=is_direct, token_index=token_index
    )


def _acted_on(sentence: AnnotatedSentence, token_index: int, last: int) -> list[int]:
    """Return the tokens that a verb acts on; behind an object of its own words ("seized control of") what these do."""
    found = arguments.objects(sentence, token_index)
    own = [index for index in found if token_index < index < last]
    if not own:
        return found
    word = sentence.lower(last - 1)
    return [
        below
        for index in (*own, token_index)
        for below in children(sentence, index, "nmod", "obl")
        if case(sentence, below) == word
    ]


def _transitive(
    sentence: AnnotatedSentence,
    found: list[int],
    trigger: Trigger,
    actors: tuple[Phrase, ...],
    *,
    is_direct: bool,
    token_index: int,
) -> Arguments | str:
    if trigger.preps:
        recipients = arguments.oblique(sentence, token_index, trigger.preps)
    else:
        reach = actor_phrases.within if trigger.reach else actor_phrases.actors
        recipients = next((phrases for index in found if (phrases := reach(sentence, index))), ())
    if not recipients and not trigger.reach:
        return "its object is nobody and nothing that can be acted on" if found else "it has no object"
    return actors, recipients, is_direct


def _passive(sentence: AnnotatedSentence, token_index: int, trigger: Trigger) -> Arguments | str:
    """Return the participants of a passive verb, whose subject suffers what the agent does."""
    if trigger.construction not in {Construction.VERB_TRANSITIVE, Construction.VERB_INFINITIVE} or trigger.preps:
        return "it is passive, which this meaning is not"
    if arguments.is_accident(sentence, token_index):
        return "an accident does it"
    suffering = arguments.patient(sentence, token_index)
    reach = actor_phrases.within if trigger.reach else actor_phrases.actors
    recipients = reach(sentence, suffering) if suffering is not None else ()
    if not recipients and not trigger.reach:
        return "its subject is nobody and nothing that can be acted on"
    return arguments.agent(sentence, token_index), recipients, bool(recipients)
