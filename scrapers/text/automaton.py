"""Many words found in one pass over a text, however many they are."""

from __future__ import annotations

from collections.abc import Mapping

import ahocorasick


def automaton_of(words: Mapping[str, object]) -> ahocorasick.Automaton | None:
    """Iterating it over a text gives (last position, value) of every word in it; None without any words."""
    if not words:
        return None
    automaton = ahocorasick.Automaton()
    for word, value in words.items():
        automaton.add_word(word, value)
    automaton.make_automaton()
    return automaton
