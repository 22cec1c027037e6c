"""Who opens shards, and asks them: one task per shard, on any executor."""

import hashlib
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass, field
from itertools import count
from socket import gethostname
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa

from discourse.corpus.store.mapped_pages import release_mapped_pages
from discourse.corpus.store.parallel import (
    cancel_all,
    describe_failure,
    show_progress,
    take_result,
)
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError
from discourse.record import package_version
from discourse.text.tokenizer import Tokenizer

Answer = TypeVar("Answer")
# Answers that are awaited at a time: enough to keep a cluster busy, and a bound on the memory that
# they need until they are put together.
MOST_AWAITED = 64
# Dask takes two tasks of the same arguments as one, and keeps the error of the first for as long as
# a notebook shows it; a number of its own makes each task another one.
_NUMBERS = count()


@dataclass(frozen=True)
class Change:
    """What is done to a shard each time that it is opened, known by a digest of what is given."""

    work: Callable[[Store, Any], Store]
    digest: str
    given: Any = field(compare=False, repr=False)

    @staticmethod
    def of(work: Callable[[Store, Any], Store], given: Any) -> "Change":
        """A function of a module, and what it is given beside the shard."""
        return Change(work, hashlib.sha256(pickle.dumps(given)).hexdigest(), given)


@dataclass(frozen=True)
class Shard:
    """A saved corpus that is a part of a larger one, and how to open it as such.

    Attributes
    ----------
    path : str
        The folder, as the worker sees it.
    fingerprint : str
        That of the corpus that was saved there.
    prefix : str
        What the names of its documents begin with.
    columns : tuple of (str, str)
        The columns of the documents of all shards, and their types.
    attributes : tuple of str
        The columns that sections have in any shard.
    orders : tuple of (str, tuple of str)
        The order of ordered categories.
    verify : bool, optional
        Whether hashes are compared; see `dc.load`.
    tokenizer : Tokenizer, optional
        What counts as a token, where it is not saved.
    changes : tuple of Change
        The layers and metadata that were added to it since it was saved.
    conditions : tuple of str
        The subsets that were taken.
    of : str
        What is counted.
    """

    path: str
    fingerprint: str = ""
    prefix: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    attributes: tuple[str, ...] = ()
    orders: tuple[tuple[str, tuple[str, ...]], ...] = ()
    verify: bool | None = None
    tokenizer: Tokenizer | None = None
    changes: tuple[Change, ...] = ()
    conditions: tuple[str, ...] = ()
    of: str = "term"


@dataclass(frozen=True, eq=False)
class ShardQuestion:
    """What a worker is asked: with which version, how a shard is opened, and what is done then."""

    version: str
    number: int
    open_shard: Callable[[Shard], Any]
    shard: Shard
    work: Callable[..., Any]
    given: tuple[Any, ...]


class Workers(NamedTuple):
    """Who opens shards, and how: an executor, and a function that a worker calls."""

    executor: Executor
    open_shard: Callable[[Shard], Any]

    def ask(
        self,
        shards: Sequence[Shard],
        work: Callable[..., Answer],
        each: Iterable[tuple[Any, ...]],
        given: tuple[Any, ...],
    ) -> Iterator[Answer]:
        """Yield what each shard answers, in their order; the first that cannot is named."""
        answers = self._await(shards, work, each, given)
        return show_progress(answers, len(shards), "asking shards")

    def _await(
        self,
        shards: Sequence[Shard],
        work: Callable[..., Answer],
        each: Iterable[tuple[Any, ...]],
        given: tuple[Any, ...],
    ) -> Iterator[Answer]:
        awaited: deque[tuple[Shard, Future[Answer]]] = deque()
        try:
            for shard, own in zip(shards, each, strict=True):
                if len(awaited) == MOST_AWAITED:
                    yield _take_answer(*awaited.popleft())
                awaited.append((shard, self._submit(shard, work, (*own, *given))))
            while awaited:
                yield _take_answer(*awaited.popleft())
        finally:
            cancel_all(future for _, future in awaited)
            pa.default_memory_pool().release_unused()

    def _submit(
        self, shard: Shard, work: Callable[..., Answer], given: tuple[Any, ...]
    ) -> "Future[Answer]":
        asked = ShardQuestion(
            package_version(), next(_NUMBERS), self.open_shard, shard, work, given
        )
        try:
            return self.executor.submit(answer_of_shard, asked)
        except Exception as error:
            raise DiscourseError(
                f"the executor takes no work ({describe_failure(error)}); load the corpus again "
                "with one that runs."
            ) from error


def answer_of_shard(asked: ShardQuestion) -> Any:
    """Open a shard, and ask it; this is what workers run."""
    check_version(asked.version, asked.shard.path)
    try:
        return asked.work(asked.open_shard(asked.shard), *asked.given)
    finally:
        release_mapped_pages()
        pa.default_memory_pool().release_unused()


def check_version(version: str, path: str) -> None:
    """Refuse to work on a path for a client that has another version than this one."""
    own = package_version()
    if version != own:
        raise DiscourseError(
            f"a worker on {gethostname()} was asked about {path} and has discourse {own}, but the "
            f"one who asks has {version}; install the same version everywhere, because numbers may "
            "differ."
        )


def _take_answer(shard: Shard, future: "Future[Answer]") -> Answer:
    """The answer of a shard; whatever a worker or its machine fails with names the shard."""
    try:
        return take_result(future)
    except DiscourseError:
        raise
    except BrokenExecutor:
        raise DiscourseError(
            f"a worker ended while it was asked about {shard.path}, so there is no answer; make a "
            "new executor and load the corpus again, with more memory for a worker if it ran out."
        ) from None
    except CancelledError:
        raise DiscourseError(
            f"the executor was closed while it was asked about {shard.path}, so there is no answer "
            "of the whole; load the corpus again with one that runs."
        ) from None
    except Exception as error:
        raise DiscourseError(
            f"{shard.path} gave no answer ({describe_failure(error)}), so there is none of the "
            "whole; see that every worker has this version of discourse, enough memory, and sees "
            "this path."
        ) from error
