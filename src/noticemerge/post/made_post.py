"""What labels and envelopes have in common: whom each is for, who gets none and why, every doubt."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from noticemerge.output import MadeFor
from noticemerge.planning import Addressed, PostItem
from noticemerge.problems import Problem, problem


@dataclass(frozen=True, slots=True)
class Free:
    """How far what is printed can be moved before it is cut off; millimetres, none less than 0."""

    left: float
    right: float
    up: float
    down: float

    def refusal(self, shift: tuple[float, float]) -> Iterator[Problem]:
        """An error where `shift` (to the right, down) is farther."""
        right, down = shift
        if not (-self.left <= right <= self.right and -self.up <= down <= self.down):
            yield problem(
                "NM-L15",
                left=f"{self.left:.3g}",
                right=f"{self.right:.3g}",
                up=f"{self.up:.3g}",
                down=f"{self.down:.3g}",
            )


@dataclass(frozen=True, slots=True)
class MadePost(ABC):
    """What is made for the members who get post, in the order of the list.

    `left_out` are numbers with the reason, `failed` the numbers of those who cannot get one: together with
    those it is made for they are all members. With an error among the `general` problems nothing can be made,
    with one `of_members` only for the others.
    """

    left_out: tuple[tuple[str, str], ...]
    failed: tuple[str, ...]
    general: tuple[Problem, ...]
    of_members: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All doubts: the general ones, then the members'."""
        return (*self.general, *self.of_members)

    @property
    @abstractmethod
    def file(self) -> str:
        """What the file is called."""

    @property
    @abstractmethod
    def made_of(self) -> Sequence[PostItem]:
        """The post of those it is made for, in their order."""

    @property
    def addressed(self) -> Sequence[Addressed]:
        """Whom it is made for, in their order."""
        return [item.to for item in self.made_of]

    @property
    def prints_address(self) -> bool:
        """Whether the address stands on it; else a new address does not concern it."""
        return True

    @abstractmethod
    def where(self, index: int) -> str:
        """Where in the file it is, for one of `addressed`."""

    @property
    def made_for(self) -> tuple[MadeFor, ...]:
        """The same for the record."""
        return tuple(
            MadeFor(item.to.number, item.to.name, self.where(at), item.printed if self.prints_address else "")
            for at, item in enumerate(self.made_of)
        )
