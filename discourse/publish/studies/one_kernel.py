"""Notebooks executed one after another in one kernel, each as if the kernel were new.

A kernel takes seconds to start and to import the package: more than a small notebook runs.
"""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from discourse.publish.run_notebooks import import_nbclient, make_client

# No names, no counts of cells and no folder are left of the notebook before.
_BEGIN_ANEW = 'get_ipython().reset(new_session=True)\n__import__("os").chdir({folder!r})'


class OneKernel:
    """A kernel that executes notebooks, and that ends with its context."""

    def __init__(self) -> None:
        self._client: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the kernel, if one was started."""
        client, self._client = self._client, None
        if client is None or client.km is None:
            return
        if client.kc is not None:
            client.kc.stop_channels()
        import_nbclient().util.run_sync(client.km.shutdown_kernel)(now=True)

    def execute(self, notebook: Any, folder: Path) -> None:
        """Execute a notebook in a folder, and put the outputs into its cells."""
        if self._client is None:
            self._client = make_client(notebook, folder)
        else:
            self._begin_anew(folder)
            self._client.nb = notebook
        self._client.execute(cleanup_kc=False)

    def _begin_anew(self, folder: Path) -> None:
        from nbformat import v4

        source = _BEGIN_ANEW.format(folder=str(folder.resolve()))
        cell = v4.new_code_cell(source)  # type: ignore[no-untyped-call]
        self._client.nb = v4.new_notebook(cells=[cell])  # type: ignore[no-untyped-call]
        self._client.execute_cell(cell, 0, store_history=False)
