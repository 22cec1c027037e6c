"""A JupyterLab of its own for the tests: a server on a free port, in folders of its own."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

START = 90  # seconds that the server may take
FOLDERS = {
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
    "XDG_CONFIG_HOME": "xdg-config",
    "XDG_CACHE_HOME": "xdg-cache",
    "XDG_DATA_HOME": "xdg-data",
}


class Server:
    """A running JupyterLab, and the notebooks in its folder."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.root.mkdir()
        self.token = secrets.token_hex(16)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        own = {name: str(folder / place) for name, place in FOLDERS.items()}
        quiet = folder / "settings" / "@jupyterlab" / "apputils-extension"
        quiet.mkdir(parents=True)
        (quiet / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}', "utf-8")
        self.log = (folder / "server.log").open("w", encoding="utf-8")
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
                f"--port={self.port}", "--ServerApp.port_retries=0",
                f"--IdentityProvider.token={self.token}",
                f"--ServerApp.root_dir={self.root}", "--ServerApp.ip=127.0.0.1",
                "--expose-app-in-browser", "--LabApp.news_url=",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                "--LanguageServerManager.autodetect=False",
            ],
            env={**os.environ, **own, "JUPYTER_PREFER_ENV_PATH": "1"},
            stdout=self.log,
            stderr=self.log,
        )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + START
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                self.ask("api/status")
            except OSError:
                time.sleep(0.3)
            else:
                return
        raise RuntimeError("JupyterLab did not start; its log is server.log.")

    def ask(self, path: str, method: str = "GET") -> object:
        """The answer of the server's own interface."""
        request = urllib.request.Request(
            f"{self.address}/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def write(self, name: str, cells: list[str], outputs: list | None = None) -> str:
        """Write a notebook of some cells; return its address."""
        made = [
            {"cell_type": "code", "id": f"c{number}", "execution_count": None, "metadata": {},
             "outputs": [], "source": source}
            for number, source in enumerate(cells)
        ]  # fmt: skip
        if outputs is not None:
            made[-1]["outputs"] = outputs
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        book = {"cells": made, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}
        (self.root / name).write_text(json.dumps(book), encoding="utf-8")
        return f"{self.address}/doc/tree/{name}?token={self.token}"

    def shut_kernels(self) -> None:
        """End all kernels, so that the next test begins without."""
        for session in self.ask("api/sessions"):
            self.ask(f"api/sessions/{session['id']}", "DELETE")

    def stop(self) -> None:
        """End the server and its kernels."""
        self.shut_kernels()
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()
