"""A corpus in shards on two machines, which are two network namespaces of this one.

Each has workers of its own, and may see other files than the other: what a shared disk is not.
"""

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

import discourse as dc

HOSTS = ("10.77.22.1", "10.77.22.2")
TEXTS = {"a": "Peace and rights.", "b": "No peace, no rights.", "c": "We build peace and rights."}
TASKS = Path(__file__).with_name("machine_tasks.py")
pytestmark = pytest.mark.slow


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)


@pytest.fixture
def machines():
    """The names of two namespaces with a cable between them."""
    pytest.importorskip("distributed")
    names = [f"discourse{os.getpid()}{end}" for end in "ab"]
    cables = [f"dc{os.getpid()}{end}" for end in "ab"]
    if not (shutil.which("ip") and shutil.which("unshare")):
        pytest.skip("needs ip and unshare, which are Linux's")
    with ExitStack() as stack:
        try:
            for name in names:
                run("ip", "netns", "add", name)
                stack.callback(run, "ip", "netns", "del", name)
            run("ip", "link", "add", cables[0], "type", "veth", "peer", "name", cables[1])
            for name, cable, host in zip(names, cables, HOSTS, strict=True):
                run("ip", "link", "set", cable, "netns", name)
                run("ip", "-n", name, "addr", "add", f"{host}/24", "dev", cable)
                for each in (cable, "lo"):
                    run("ip", "-n", name, "link", "set", each, "up")
        except subprocess.CalledProcessError as error:
            pytest.skip(f"no network namespace can be made here: {error.stderr.strip()}")
        yield names


@pytest.fixture
def cluster(machines, tmp_path):
    """A function that starts a scheduler and two workers a machine, and asks a client there."""
    tests = str(TASKS.parent)
    path = os.pathsep.join([tests, str(Path(dc.__file__).parents[1])])
    environment = {**os.environ, "PYTHONPATH": path, "DIE_ONCE": str(tmp_path / "died")}
    address = f"tcp://{HOSTS[0]}:8786"
    python, log = [sys.executable, "-m"], (tmp_path / "log").open("w", encoding="utf-8")
    processes = []

    def start(name, command, before=""):
        script = f"{before} exec {' '.join(command)}"
        inside = ["ip", "netns", "exec", name, "unshare", "-m", "sh", "-c", script]
        made = subprocess.Popen(inside, env=environment, stdout=log, stderr=log, cwd=tmp_path)
        processes.append(made)
        return made

    def ask(question, paths, before=""):
        scheduler = [*python, "distributed.cli.dask_scheduler", "--no-dashboard"]
        start(machines[0], [*scheduler, "--host", HOSTS[0], "--port", "8786"])
        for name, host, other in zip(machines, HOSTS, ("", before), strict=True):
            worker = [*python, "distributed.cli.dask_worker", address, "--no-dashboard"]
            for _ in range(2):
                start(name, [*worker, "--host", host, "--nthreads", "1", "--no-nanny"], other)
        client = [sys.executable, str(TASKS), question, address, ",".join(HOSTS), *map(str, paths)]
        inside = ["ip", "netns", "exec", machines[0], *client]
        found = subprocess.run(
            inside, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert found.stdout.endswith("passed\n"), found.stderr + (tmp_path / "log").read_text()
        return found.stdout.splitlines()[:-1]

    yield ask
    for process in processes:
        process.kill()
        process.wait(timeout=60)
    log.close()


def save_shards(folder):
    paths = []
    for name, text in TEXTS.items():
        paths.append(folder / f"{name}.corpus")
        dc.Corpus.from_texts({name: text}).save(paths[-1])
    return paths


def test_two_machines_answer_as_one_corpus_though_a_worker_is_killed(cluster, tmp_path):
    assert cluster("ask_all", save_shards(tmp_path)) == []


def test_a_shard_that_one_machine_does_not_see_is_named(cluster, tmp_path):
    paths = save_shards(tmp_path / "shards")
    (tmp_path / "empty").mkdir()
    hide = f"mount --bind {tmp_path / 'empty'} {paths[-1]};"
    (message,) = cluster("ask_of_lost", paths, hide)
    assert message.startswith(f"{paths[-1]} ")


def test_a_shard_that_is_damaged_on_one_machine_is_named(cluster, tmp_path):
    paths = save_shards(tmp_path / "shards")
    damaged = tmp_path / "damaged"
    shutil.copytree(paths[-1], damaged)
    texts = next(damaged.glob("*/texts.arrow"))
    texts.write_bytes(texts.read_bytes()[:-8])
    (message,) = cluster("ask_of_lost", paths, f"mount --bind {damaged} {paths[-1]};")
    assert str(paths[-1]) in message
