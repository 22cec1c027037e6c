"""What the machines of test_machines.py run: a worker that dies once, and what a client asks."""

import os
import signal
import sys
from pathlib import Path

import pandas as pd
from distributed import Client

import discourse as dc
from discourse.corpus.query.opening import open_shard
from discourse.corpus.store.shard_workers import Workers


def open_but_die_once(shard):
    """Open a shard; the first process of all that does it is killed before it answers."""
    store = open_shard(shard)
    try:
        Path(os.environ["DIE_ONCE"]).touch(exist_ok=False)
    except FileExistsError:
        return store
    os.kill(os.getpid(), signal.SIGKILL)
    return store


class OnOneMachine:
    """An executor that gives all tasks to the workers of one machine."""

    def __init__(self, client, host):
        self.client = client
        workers = client.scheduler_info(n_workers=-1)["workers"]
        self.workers = [address for address in workers if host in address]
        assert self.workers

    def submit(self, work, *given):
        return self.client.submit(work, *given, workers=self.workers, pure=False)


TABLES = {
    "frequencies": lambda c: dc.frequencies(c, by="document"),
    "ngrams": lambda c: dc.ngrams(c, 2),
    "lines": lambda c: dc.concordance(c, "peace").sort("R1").frame,
    "keyness": lambda c: dc.keyness(c, dc.reference("udhr"), by="document"),
}


def ask_all(client, paths, hosts):
    """Tables of both machines together are those of one corpus, though a worker is killed."""
    one, many = dc.load(paths), dc.load(paths, executor=client)
    for ask in TABLES.values():
        pd.testing.assert_frame_equal(ask(many), ask(one))
    many.store._set(workers=Workers(client, open_but_die_once))
    pd.testing.assert_frame_equal(dc.ngrams(many, 3), dc.ngrams(one, 3))
    assert Path(os.environ["DIE_ONCE"]).exists()
    for host in hosts:
        alone = dc.load(paths, executor=OnOneMachine(client, host))
        pd.testing.assert_frame_equal(dc.frequencies(alone), dc.frequencies(one))


def ask_of_lost(client, paths, hosts):
    """What one machine lacks is named; the other answers."""
    one = dc.load(paths)
    whole = dc.load(paths, executor=OnOneMachine(client, hosts[0]))
    pd.testing.assert_frame_equal(dc.frequencies(whole), dc.frequencies(one))
    try:
        dc.load(paths, executor=OnOneMachine(client, hosts[1]))
    except dc.DiscourseError as error:
        sys.stdout.write(f"{error}\n")
    else:
        raise AssertionError("a shard that is lost was loaded")
    try:  # by either machine: the right table, or a message that names the shard
        table = dc.frequencies(dc.load(paths, executor=client))
        pd.testing.assert_frame_equal(table, dc.frequencies(one))
    except dc.DiscourseError as error:
        assert paths[-1] in str(error)


if __name__ == "__main__":
    name, address, hosts, *paths = sys.argv[1:]
    with Client(address, timeout=60) as client:
        client.wait_for_workers(len(hosts.split(",")) * 2, timeout=120)
        globals()[name](client, paths, hosts.split(","))
    sys.stdout.write("passed\n")
