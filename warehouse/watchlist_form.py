"""The form of a watchlist file: its keys, what each may hold, and what each means (the words editors show)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from warehouse import records
from warehouse.records import Stage


def _wrong(what: str, mend: str) -> PydanticCustomError:
    # Braces belong to the message template of pydantic; the file's own text must not be read as one.
    return PydanticCustomError("watchlist", "{what}", {"what": what, "mend": mend})


def _day(value: Any) -> Any:
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise _wrong(f"{value!s} is no day", "write the last day of the period, such as 2025-12-31")
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise _wrong(f"{value!r} is no day", "write the last day of the period, such as 2025-12-31") from None
    return value


def _http(value: str) -> str:
    mend = "give the whole address of the page, with http:// or https://"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as fault:
        raise _wrong(f"{value!r} is no address: {fault}", mend) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise _wrong(f"{value!r} is no http(s) address", mend)
    if parts.username or parts.password:
        raise _wrong("an address must not hold a user name or password", "remove the part before @")
    if any(c.isspace() for c in value):
        raise _wrong(f"{value!r} holds a space", "write it as %20, or remove it")
    if odd := next((c for c in value if c in "\"'<>\\"), None):
        raise _wrong(f"{value!r} holds {odd}", f"write it as %{ord(odd):02X}, or remove it")
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise _wrong(f"no time zone {value!r}", "write one of the IANA names, such as Asia/Shanghai")
    return value


def _text(value: str) -> str:
    value = value.strip()
    if not value:
        raise _wrong("is empty", "write something here")
    if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in value):
        raise _wrong("holds a line break or control character", "write it on one line, without tabs")
    return value


def is_address(value: str) -> bool:
    """A bare e-mail address, as far as its form tells."""
    name, at, host = value.rpartition("@")
    return bool(name and at and host) and not any(c.isspace() or c in "<>,;" for c in value)


def _reader(value: str) -> str:
    if not is_address(value):
        raise _wrong(f"{value!r} is no e-mail address", "write the bare address, such as reader@example.org")
    return value


def _all(*checks: Callable[[str], str]) -> Any:
    return tuple(AfterValidator(check) for check in checks)


Mailbox = Annotated[str, *_all(_reader)]
Text = Annotated[str, Field(max_length=500), *_all(_text)]
Name = Annotated[str, Field(max_length=200), *_all(_text)]
Id = Annotated[str, Field(pattern=r"^[^\s/\\]{1,100}$")]
# The region's id becomes part of file names and of Message-IDs.
RegionId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")]
Address = Annotated[str, Field(max_length=2000), *_all(_text, _http)]
Box = Annotated[str, Field(pattern=r"^[#.]?[\w-]{1,100}$")]
Host = Annotated[str, Field(pattern=r"^[^\s/@]+(:\d{1,5})?$")]
Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Form(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class RegionForm(Form):
    id: RegionId = Field(description="Latin letters, digits, - and _; part of file names.")
    name: Name = Field(description="The region's name as the reports say it.")
    timezone: Annotated[str, *_all(_zone)] = Field("Asia/Shanghai", description="IANA name; days and weeks are its own.")
    language: Literal["zh", "en"] = Field("zh", description="Language of the reports.")
    readers: list[Mailbox] = Field([], description="E-mail addresses that the report goes to.")


class ExpectForm(Form):
    links_min: int = Field(default=1, ge=1, description="A listing with fewer links is called ill.")
    links_max: int = Field(default=500, ge=1, le=10_000, description="A listing with more links is called ill.")
    fresh_days: int | None = Field(default=None, ge=1, description="At least one new article in so many days.")
    read_share: float = Field(default=0.5, ge=0, le=1, description="Of the pages asked for, how many must give a body.")
    date_share: float = Field(default=0.5, ge=0, le=1, description="Of the articles read, how many must have a date.")
    publisher_share: float = Field(default=0, ge=0, le=1, description="Of the articles read, how many must name a publisher.")


class EveryForm(Form):
    min_hours: float = Field(default=0, ge=0, le=8760, description="Never ask the listing again before so many hours.")
    max_hours: float = Field(default=24, gt=0, le=8760, description="Ask it after so many hours, however rarely it changes.")


class SourceForm(Form):
    id: Id = Field(description="Unique among the sources; never change it, the history hangs on it.")
    name: Name = Field(description="As the reports say it, such as 泉州要闻.")
    listing: Address = Field(description="http(s) address of the page that lists the articles.")
    kind: Literal["government", "newspaper", "portal", "mirror"] = "government"
    place: Name | None = Field(default=None, description="The place that the source reports on, such as 泉州市.")
    trust: Annotated[int, Field(ge=1, le=5)] = Field(3, description="1 a copy of a copy … 5 the authority itself.")
    family: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")] | None = Field(
        None, description="CMS family, such as trs, ylcms, jpage, newspaper; without it the reader finds out."
    )
    hosts: list[Host] = Field([], description="Further hosts (host or host:port) on which its articles may stand.")
    list_box: Box | None = Field(None, description="#id, .class or tag of the box that holds the list, when there are others.")
    text_box: Box | None = Field(None, description="#id, .class or tag of the box that holds an article's text.")
    pages: Annotated[int, Field(ge=1, le=100)] = Field(1, description="Listing pages read in each run.")
    delay: Annotated[float, Field(ge=0, le=600)] = Field(1.0, description="Seconds from one request to its host to the next.")
    every: EveryForm = Field(default=EveryForm(), description="Bounds within which visits adapt to how often it changes.")
    old_tls: bool = Field(default=False, description="Its server has nothing newer than TLS 1.0 or 1.1; said in each run.")
    render: bool = Field(default=False, description="Scripts fill its pages: fetch them with a browser, which is slow.")
    expect: ExpectForm = Field(default=ExpectForm(), description="What a healthy source gives.")


class ProgrammeForm(Form):
    id: Id = Field(description="Unique among the programmes.")
    name: Name
    citation: Text | Literal[""] = Field("", description="The document, its number and date.")
    page: Address | Literal[""] = Field("", description="http(s) address where the document can be read.")
    until: Day | None = Field(default=None, description="Last day of the programme.")


class PromiseForm(Form):
    stage: Stage = Field(strict=False, description="The stage that was promised.")
    by: Day | None = Field(default=None, description="Last day of the promised period, such as 2025-12-31.")
    quote: Text | Literal[""] = Field("", description="The programme's own short sentence.")


class AliasForm(Form):
    name: Name = Field(description="A name that others bear too.")
    near: list[Name] = Field(min_length=1, description="It counts only where one of these words stands near it.")


# A tag with brackets is no key of the file: what is wrong is told of the alias itself.
Alias = Annotated[
    Annotated[Name, Tag("[name]")] | Annotated[AliasForm, Tag("[near]")],
    Discriminator(lambda given: "[near]" if isinstance(given, dict | AliasForm) else "[name]"),
]


def alias_name(alias: str | AliasForm) -> str:
    return alias if isinstance(alias, str) else alias.name


class ProjectForm(Form):
    id: Id = Field(description="Unique; never change it, the history hangs on it.")
    name: Name = Field(description="The full name; it counts as an alias too.")
    aliases: list[Alias] = Field([], description="Other names on pages. Digits and Latin letters must match exactly.")
    place: Name | None = None
    sector: Name | None = Field(
        None, description="rail, road, bridge, port, airport, industrial, health, education, energy, water …"
    )
    programme: Id | None = Field(default=None, description="id of the programme that it belongs to.")
    context: list[Name] = Field([], description="A page must also hold one of these words for the names to count.")
    promised: list[PromiseForm] = Field([], description="What the programme itself promised.")
    quote: Text | Literal[""] = Field("", description="The programme's own sentence that names it.")
    note: Annotated[str, Field(max_length=2000)] = ""


class TargetForm(Form):
    value: Number = Field(description="In the indicator's unit.")
    by: Day = Field(description="Last day of the target's period, such as 2025-12-31.")
    base: Number | None = Field(default=None, description="The value to start from.")
    base_year: Annotated[int, Field(ge=1949, le=2200)] | None = None


class IndicatorForm(Form):
    id: Id = Field(description="Unique; never change it, the history hangs on it.")
    name: Name
    unit: Name = Field(description="As pages write it: 亿元, 万人, 家, %.")
    aliases: list[Name] = []
    place: Name | None = Field(default=None, description="Must be named on the page for a figure to count.")
    programme: Id | None = None
    targets: list[TargetForm] = []
    quote: Text | Literal[""] = Field("", description="The programme's own sentence that names it.")


class TaskForm(Form):
    id: Id = Field(description="Unique among the tasks.")
    name: Name = Field(description="As the programme heads it.")
    programme: Id | None = Field(default=None, description="id of the programme that sets it.")
    parent: Id | None = Field(default=None, description="id of the task that it is a part of.")
    departments: list[Name] = Field([], description="Who is responsible, as the programme names them.")
    projects: list[Id] = Field([], description="ids of the projects and indicators that it names.")
    partners: list[Id] = Field([], description="Where it pairs projects (schools, hospitals): ids of the other side.")
    by: Day | None = Field(default=None, description="Last day of its period, such as 2012-12-31.")
    quote: Text | Literal[""] = Field("", description="The programme's own sentence.")


class WatchlistForm(Form):
    model_config = ConfigDict(
        title="Regionwatch watchlist",
        json_schema_extra={
            "required": ["region"],
            "allOf": [
                {"anyOf": [{"required": [part]} for part in ("sources", "include")]},
                {"anyOf": [{"required": [part]} for part in ("projects", "indicators", "include")]},
            ],
        },
    )
    region: RegionForm | None = Field(default=None, description="What is watched.")
    include: list[Name] = Field(
        [], description="Further files, relative to this one, whose sources, programmes and entries are watched too."
    )
    sources: list[SourceForm] = []
    programmes: list[ProgrammeForm] = []
    projects: list[ProjectForm] = []
    indicators: list[IndicatorForm] = []
    tasks: list[TaskForm] = Field([], description="What a programme set out to do, and its goals.")


def to_records(form: WatchlistForm, *, fallback: str) -> records.Watchlist:
    """The shared nouns. `fallback` names the region of a file that has none."""
    region = form.region
    return records.Watchlist(
        id=region.id if region else fallback,
        name=region.name if region else fallback,
        timezone=region.timezone if region else "Asia/Shanghai",
        language=region.language if region else "zh",
        readers=tuple(region.readers) if region else (),
        sources=tuple(_source(s) for s in form.sources),
        programmes=tuple(records.Programme(**dict(p)) for p in form.programmes),
        projects=tuple(_project(p) for p in form.projects),
        indicators=tuple(_indicator(i) for i in form.indicators),
        tasks=tuple(_task(t) for t in form.tasks),
    )


def _source(form: SourceForm) -> records.Source:
    plain = dict(form) | {
        "hosts": tuple(form.hosts),
        "every": records.Every(**dict(form.every)),
        "expect": records.Expectations(**dict(form.expect)),
    }
    return records.Source(**plain)


def _project(form: ProjectForm) -> records.Project:
    plain = dict(form) | {
        "aliases": tuple(dict.fromkeys(alias_name(a) for a in form.aliases)),
        "near": tuple((a.name, tuple(a.near)) for a in form.aliases if isinstance(a, AliasForm)),
        "context": tuple(form.context),
        "promised": tuple(records.Promise(**dict(p)) for p in form.promised),
    }
    return records.Project(**plain)


def _indicator(form: IndicatorForm) -> records.Indicator:
    plain = dict(form) | {
        "aliases": tuple(dict.fromkeys(form.aliases)),
        "targets": tuple(records.Target(**dict(t)) for t in form.targets),
    }
    return records.Indicator(**plain)


def _task(form: TaskForm) -> records.Task:
    lists = {name: tuple(getattr(form, name)) for name in ("departments", "projects", "partners")}
    return records.Task(**(dict(form) | lists))
