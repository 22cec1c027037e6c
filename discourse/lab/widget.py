"""The browser of lines as a widget of the notebook, and the table that the notebook stores."""

import hashlib
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any, Protocol
from weakref import WeakKeyDictionary

FOLDER = Path(__file__).parent
WIDGET = "application/vnd.jupyter.widget-view+json"

_numbers = count()
# A browser that is shown twice has one widget with two views, each of which hears all answers.
_widgets: "WeakKeyDictionary[Answering, Any]" = WeakKeyDictionary()


class Answering(Protocol):
    """What a widget shows: it answers questions, and has a page to be stored."""

    def answer(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a question of the page."""

    def _repr_html_(self) -> str: ...


def show_widget(browser: Answering) -> None:
    """Show a table that is stored with the notebook, and the widget that takes its place.

    They are two outputs, so that a notebook that is opened without its kernel has the table.
    """
    from IPython.display import publish_display_data

    def publish(data: dict[str, Any]) -> None:
        publish_display_data(data)  # type: ignore[no-untyped-call]

    plain, page = repr(browser), f'<div class="discourse-stored">{browser._repr_html_()}</div>'
    publish({"text/plain": plain, "text/html": page})
    widget = _widgets.get(browser)
    if widget is None or widget.comm is None:
        # The same cells, run again from the beginning, get the same ids: nothing random is stored.
        number = next(_numbers)
        model_id = hashlib.sha256(f"{number}\0{page}".encode()).hexdigest()[:32]
        widget = _widgets[browser] = make_widget(browser.answer, model_id)
    publish({WIDGET: {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}})


def make_widget(answer: Callable[[Mapping[str, Any]], dict[str, Any]], model_id: str) -> Any:
    """Make a widget whose page asks questions, each of which gets one answer."""
    import anywidget

    class Concordancer(anywidget.AnyWidget):
        _esm = FOLDER / "concordancer.js"
        _css = FOLDER / "concordancer.css"

    widget = Concordancer(model_id=model_id)
    one_at_a_time = Lock()  # two pages of JupyterLab ask from two threads

    def reply(_: object, message: Mapping[str, Any], __: object) -> None:
        with one_at_a_time:
            widget.send(answer(message))

    widget.on_msg(reply)
    return widget
