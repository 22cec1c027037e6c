"""A field that is made when it is read is the same object for all who read it."""

import threading
from dataclasses import dataclass

from discourse.corpus.store.deferred_field import DeferredField


@dataclass(frozen=True)
class Page:
    words: DeferredField[list[str]] = DeferredField(list)  # noqa: RUF009


def test_threads_that_read_a_field_at_the_same_time_get_one_value():
    """The second thread makes the value while the first is still making its own."""
    found = []

    def make():
        if threading.current_thread() is threading.main_thread():
            second = threading.Thread(target=lambda: found.append(page.words))
            second.start()
            second.join()
        return ["peace"]

    page = Page(make)
    assert page.words is page.words is found[0]
