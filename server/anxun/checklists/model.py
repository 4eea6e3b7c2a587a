"""The shape of a checklist file: what the loader accepts, the wire carries and the phone reads."""

from datetime import date
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

Key = Annotated[str, Meta(pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
Words = Annotated[str, Meta(min_length=1, max_length=300)]
Frequency = Literal[
    "night_2h",
    "daily",
    "per_meal",
    "per_use",
    "weekly",
    "monthly",
    "quarterly",
    "termly",
    "yearly",
    "seasonal",
]
Role = Literal["inspector", "kitchen_manager", "staff", "safety_office", "vice_principal", "principal"]
Grade = Literal["general", "larger", "major"]
GRADES: tuple[Grade, ...] = get_args(Grade)
MOST_ROWS = 50
MOST_ANSWERS = 1000


class Shape(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """One strictness for all: a misspelt key is an error, a default is left off the wire."""


class Text(Shape, frozen=True):
    """A text in both languages."""

    zh: Words
    en: Words


class NotPass(Shape, frozen=True):
    not_pass: bool


class Outside(Shape, frozen=True):
    min: float
    max: float


class Above(Shape, frozen=True):
    max: float


class Below(Shape, frozen=True):
    min: float


class NumberFails(Shape, frozen=True):
    """Exactly one of the three; a value on the bound is still good."""

    outside: Outside | None = None
    above: Above | None = None
    below: Below | None = None


class Expired(Shape, frozen=True):
    expired: bool


class AnyOf(Shape, frozen=True):
    any_of: Annotated[tuple[Key, ...], Meta(min_length=1)]


class FieldShape(Shape, frozen=True, tag_field="type"):
    """`required: false` on every field of an item says that the whole item may not apply."""

    key: Key
    label: Text | None = None
    required: bool = True


class PassFail(FieldShape, frozen=True, kw_only=True, tag="pass_fail"):
    fail_when: NotPass


class Number(FieldShape, frozen=True, tag="number"):
    """Only degrees and a difference may lie below zero.

    `difference_of` = the first of these numbers of the same item less all others, computed by the phone: all are
    filled in, or none. `rows_of` = as many as the rows of this section.
    """

    difference_of: tuple[Key, ...] = ()
    rows_of: Key = ""
    unit: Annotated[str, Meta(max_length=12)] = ""
    step: Annotated[float, Meta(gt=0)] = 1
    fail_when: NumberFails | None = None


class Date(FieldShape, frozen=True, tag="date"):
    fail_when: Expired | None = None


class Option(Shape, frozen=True):
    """Chosen of a failed item, its `grade` is suggested in place of the item's; such a choice is asked for then."""

    key: Key
    text: Text
    grade: Grade | None = None


class Choice(FieldShape, frozen=True, kw_only=True, tag="choice"):
    options: Annotated[tuple[Option, ...], Meta(min_length=2)]
    many: bool = False
    fail_when: AnyOf | None = None


class FreeText(FieldShape, frozen=True, kw_only=True, tag="text"):
    """Restricted text names people: it travels in the operation's erasable part."""

    max_length: Annotated[int, Meta(ge=1, le=2000)]
    restricted: bool = False


class Signature(FieldShape, frozen=True, kw_only=True, tag="signature"):
    """Carries no value: the form's own signature, and a countersignature for the second signer, serve."""

    signers: Literal[1, 2]


Field = PassFail | Number | Date | Choice | FreeText | Signature


class Deadline(Shape, frozen=True):
    """`days: 0` is the end of the same day; `until_done` leaves the date to the assessor."""

    kind: Literal["at_once", "hours", "days", "until_done"]
    text: Text
    n: Annotated[int, Meta(ge=0, le=366)] | None = None


class Basis(Shape, frozen=True):
    """`verified` only where the article itself was read."""

    text: Text
    verified: bool
    valid_from: date | None = None
    valid_to: date | None = None


class Item(Shape, frozen=True, cache_hash=True):
    key: Key
    number: Annotated[int, Meta(ge=1, le=200)]
    text: Text
    fields: Annotated[tuple[Field, ...], Meta(min_length=1, max_length=8)]
    photo: Literal["never", "on_fail", "always"]
    basis: Annotated[tuple[Basis, ...], Meta(min_length=1)]
    mark: Words
    grade: Grade | None = None
    fix_on_spot: bool = False
    deadline: Deadline | None = None
    frequency_text: Text | None = None
    derived_later: bool = False


class Repeat(Shape, frozen=True):
    """The section is answered once a row, a row being one of what `row` says; `min: 0` where there may be none.

    Restricted rows are people: the body numbers them, their names travel in the operation's erasable part.
    """

    row: Text
    max: Annotated[int, Meta(ge=1, le=MOST_ROWS)]
    min: Literal[0, 1] = 1
    restricted: bool = False


class Section(Shape, frozen=True):
    key: Key
    title: Text
    items: Annotated[tuple[Item, ...], Meta(min_length=1)]
    repeat: Repeat | None = None


class Slot(Shape, frozen=True):
    """A due time of the day, as clocks at the school show it; what is begun later counts for it until the next begins.

    `only` names the items asked here and at no other time; without it everything else is asked. `boarding` = nobody is
    reminded of it where no pupil sleeps: such a school may have no breakfast and no dinner.
    """

    key: Key
    name: Text
    begins: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    ends: Annotated[str, Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
    only: tuple[Key, ...] = ()
    boarding: bool = False


class Checklist(Shape, frozen=True):
    """One published version; never edited, only followed by the next."""

    id: Key
    version: Annotated[int, Meta(ge=1, le=999)]
    title: Text
    location_types: Annotated[tuple[str, ...], Meta(min_length=1)]
    frequency: Frequency
    frequency_text: Text
    checker: Text
    roles: Annotated[tuple[Role, ...], Meta(min_length=1)]
    minutes: Annotated[int, Meta(ge=1, le=240)]
    sections: Annotated[tuple[Section, ...], Meta(min_length=2, max_length=5)]
    slots: Annotated[tuple[Slot, ...], Meta(max_length=12)] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)


class LocationType(Shape, frozen=True):
    """A kind of place a label can hang at."""

    key: Annotated[str, Meta(pattern="^[a-z][a-z_]*$", max_length=40)]
    name: Text
