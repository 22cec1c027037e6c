"""Lines and the steps taken from them, each of which can be taken back."""

from collections.abc import Mapping, Sequence
from typing import Any

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import Concordance
from discourse.corpus.lines.steps import Step, take_step
from discourse.errors import DiscourseError
from discourse.lab.coding_desk import CodingDesk
from discourse.layers.coding.line_layers import add_layers

# Of two such steps in a row, the second one alone decides the order.
ORDERING = ("sort", "group", "rank", "rank_by_rarity", "shuffle")


class LineHistory:
    """The lines that browsing began with, the steps since then, and the lines after each.

    Parameters
    ----------
    lines : Concordance
        The lines to begin with.
    desk : CodingDesk, optional
        Where the lines are coded. Steps may then name the coder's layer, such as ``rights_A``, and
        those of the other coders whom the desk shows: their labels are the codes at the time of the
        step.
    origin : str
        How the lines to begin with are written in Python.
    """

    def __init__(self, lines: Concordance, desk: CodingDesk | None, *, origin: str) -> None:
        self.origin = origin
        self.desk = desk
        self._stack = [lines]

    @property
    def lines(self) -> Concordance:
        """The lines after the last step."""
        return self._stack[-1]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that were taken since browsing began."""
        return self.lines.steps[len(self._stack[0].steps) :]

    @property
    def code(self) -> str:
        """The lines as a call that can be pasted into a cell."""
        return self.origin + "".join(f".{step}" for step in self.steps)

    def take(self, name: str, arguments: Sequence[Any], options: Mapping[str, Any]) -> None:
        """Take a step; one that orders the lines replaces such a step directly before it."""
        step = Step(name, tuple(arguments), tuple(options.items()))
        if self.desk is not None:
            for text in _texts_of(step):
                self.desk.refuse_hidden(text)
        before = self.steps
        if before and before[-1].name == name and (name in ORDERING or before[-1] == step):
            before = before[:-1]
        self._retake([*before, step])

    def drop(self, number: int) -> None:
        """Take all steps again but one."""
        steps = list(self.steps)
        if not 0 <= number < len(steps):
            raise DiscourseError(f"step {number} is not among the {len(steps)} steps.")
        self._retake(steps[:number] + steps[number + 1 :])

    def _retake(self, steps: Sequence[Step]) -> None:
        """Take steps from the beginning, or from where they differ from those taken before."""
        if self.desk is not None and any(self._names_codes(step) for step in steps):
            stack = [self._know_codes(self.desk)]
        else:
            common = 0
            while common < min(len(steps), len(self.steps)) and steps[common] == self.steps[common]:
                common += 1
            stack = self._stack[: common + 1]
        for step in steps[len(stack) - 1 :]:
            stack.append(take_step(stack[-1], step))
        self._stack = [self._stack[0], *stack[1:]]

    def _names_codes(self, step: Step) -> bool:
        """Whether a step may ask for codes: as a part, or in a condition."""
        assert self.desk is not None
        texts = _texts_of(step)
        return any(name in text for name in self.desk.layer_names() for text in texts)

    def _know_codes(self, desk: CodingDesk) -> Concordance:
        """The lines to begin with, in a corpus that has the present codes as layers."""
        return add_layers(self._stack[0], desk.layers(Corpus(self._stack[0].store)))


def _texts_of(step: Step) -> list[str]:
    given = [*step.arguments, *(value for _, value in step.options)]
    return [each for each in given if isinstance(each, str)]
