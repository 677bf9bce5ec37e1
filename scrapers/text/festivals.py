"""Days of the festivals by which Chinese pages promise: 春节前, 国庆前.

Lunar ones by table, 2000 to 2035 (Hong Kong Observatory's conversion tables; checked against computed new moons).
"""

from __future__ import annotations

from datetime import date
from typing import Final

SPRING_FESTIVAL: Final = (
    "2000-02-05 2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-18 2008-02-07 2009-01-26 "
    "2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05 "
    "2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 "
    "2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08"
)
DRAGON_BOAT: Final = (
    "2000-06-06 2001-06-25 2002-06-15 2003-06-04 2004-06-22 2005-06-11 2006-05-31 2007-06-19 2008-06-08 2009-05-28 "
    "2010-06-16 2011-06-06 2012-06-23 2013-06-12 2014-06-02 2015-06-20 2016-06-09 2017-05-30 2018-06-18 2019-06-07 "
    "2020-06-25 2021-06-14 2022-06-03 2023-06-22 2024-06-10 2025-05-31 2026-06-19 2027-06-09 2028-05-28 2029-06-16 "
    "2030-06-05 2031-06-24 2032-06-12 2033-06-01 2034-06-20 2035-06-10"
)
MID_AUTUMN: Final = (
    "2000-09-12 2001-10-01 2002-09-21 2003-09-11 2004-09-28 2005-09-18 2006-10-06 2007-09-25 2008-09-14 2009-10-03 "
    "2010-09-22 2011-09-12 2012-09-30 2013-09-19 2014-09-08 2015-09-27 2016-09-15 2017-10-04 2018-09-24 2019-09-13 "
    "2020-10-01 2021-09-21 2022-09-10 2023-09-29 2024-09-17 2025-10-06 2026-09-25 2027-09-15 2028-10-03 2029-09-22 "
    "2030-09-12 2031-10-01 2032-09-19 2033-09-08 2034-09-27 2035-09-16"
)


def _table(days: str) -> dict[int, date]:
    return {day.year: day for day in map(date.fromisoformat, days.split())}


_LUNAR: Final = {"春节": _table(SPRING_FESTIVAL), "端午": _table(DRAGON_BOAT), "中秋": _table(MID_AUTUMN)}
_FIXED: Final = {"元旦": (1, 1), "清明": (4, 4), "五一": (5, 1), "六一": (6, 1), "七一": (7, 1), "国庆": (10, 1), "十一": (10, 1)}
# How many days the holiday lasts, with its first.
LENGTH: Final = {"春节": 8, "国庆": 7, "十一": 7, "五一": 5}
NAMES: Final = (*_LUNAR, *_FIXED)


def festival_day(name: str, year: int) -> date | None:
    """Its first day in a year; None outside of the table."""
    if name in _LUNAR:
        return _LUNAR[name].get(year)
    return date(year, *_FIXED[name])
