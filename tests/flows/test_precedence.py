"""Threads that take turns: who began first goes first, whoever has waited longer."""

from __future__ import annotations

import threading
import time

import pytest

from flows.precedence import Precedence


def test_who_came_first_for_it_is_let_in_before_who_has_waited_longer() -> None:
    order, let_in = Precedence(), []
    for who in ("first", "second"):
        with order.turn(who):
            pass

    def wait(who: str) -> None:
        with order.turn(who):
            let_in.append(who)

    waiting = [threading.Thread(target=wait, args=(who,), daemon=True) for who in ("third", "second", "first")]
    with order.turn("fourth"):
        for thread in waiting:
            thread.start()
            time.sleep(0.05)  # each is waiting before the next comes
        assert let_in == []
    for thread in waiting:
        thread.join(10)
    assert let_in == ["first", "second", "third"]


def test_who_has_precedence_of_all_is_let_in_before_those_who_came_for_it_earlier() -> None:
    order, let_in = Precedence("stories"), []

    def wait(who: str) -> None:
        with order.turn(who):
            let_in.append(who)

    waiting = [threading.Thread(target=wait, args=(who,), daemon=True) for who in ("first", "second", "stories")]
    with order.turn("first"):
        for thread in waiting:
            thread.start()
            time.sleep(0.05)  # each is waiting before the next comes
    for thread in waiting:
        thread.join(10)
    assert let_in == ["stories", "first", "second"]


def test_it_is_free_again_after_a_fault() -> None:
    order = Precedence()
    with pytest.raises(ValueError, match="broken"), order.turn("one"):
        raise ValueError("broken")
    done = threading.Event()

    def go() -> None:
        with order.turn("two"):
            done.set()

    threading.Thread(target=go, daemon=True).start()
    assert done.wait(10)
