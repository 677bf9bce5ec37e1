"""Every form of a date means what its examples say."""

from datetime import date

import pytest

from scrapers.text.date_forms import FORMS, Example, Form
from scrapers.text.dates import find_dates

CASES = [(form, example) for form in FORMS for example in form.examples]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("form", "example"), CASES, ids=[f"{form.name}-{example[0]}" for form, example in CASES])
def test_example(form: Form, example: Example) -> None:
    text, published, first, last = example
    found = find_dates(text, _day(published))
    assert [(w.first, w.last) for w in found] == [(_day(first), _day(last))]
