"""The corpus and its counts are the same with any executor, or without."""

import io
import sys
import time
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context

import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.corpus.store import block, building, counting, grams, parallel, windows
from discourse.corpus.store.counting import term_counts
from discourse.corpus.store.grams import count_grams
from discourse.corpus.store.parallel import map_tasks, without_progress
from discourse.corpus.store.parts import single_part


def gram_counts(corpus, n, executor=None):
    """The n-grams of a whole corpus: cells with one part."""
    store = corpus.store
    return count_grams(store, n, parts=single_part(store), within="section", executor=executor)


@pytest.fixture
def folder(tmp_path):
    for number in range(6):
        text = f"Rights and peace {number}.\n\nChina’s peace, and the rights of é{number}."
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def small(monkeypatch):
    """Make tasks so small that there are several."""
    monkeypatch.setattr(building, "TASK_BYTES", 40)
    monkeypatch.setattr(counting, "WORKER_TOKENS", 7)
    monkeypatch.setattr(grams, "WORKER_TOKENS", 7)
    monkeypatch.setattr(windows, "WORKER_TOKENS", 7)


def same(folder, executor):
    alone, shared = dc.read(folder), dc.read(folder, executor=executor)
    assert shared.fingerprint == alone.fingerprint
    assert shared.store.index.ids.tolist() == alone.store.index.ids.tolist()
    assert list(shared.store.index.vocabulary.forms) == list(alone.store.index.vocabulary.forms)
    assert list(shared.store.texts) == list(alone.store.texts)
    for by in ("document", "section"):
        counts = term_counts(shared.store, by=by, executor=executor)
        assert (counts != term_counts(alone.store, by=by)).nnz == 0
    for n in (1, 2, 5):
        found, counted = gram_counts(shared, n, executor=executor), gram_counts(alone, n)
        assert found.terms.tolist() == counted.terms.tolist()
        assert found.counts.tolist() == counted.counts.tolist()
    for verb in (
        partial(dc.ngrams, n=2, by="section"),
        partial(dc.collocates, node="peace", window=1),
        partial(dc.collocates, node="peace|peace . rights", within="document"),
    ):
        pd.testing.assert_frame_equal(verb(shared, executor=executor), verb(alone))


def test_threads_give_the_same_corpus_and_counts(folder, small):
    with ThreadPoolExecutor(2) as executor:
        same(folder, executor)


@pytest.fixture(scope="module")
def processes():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        yield executor


@pytest.mark.slow
def test_processes_give_the_same_corpus_and_counts(folder, small, processes):
    same(folder, processes)


def hits(path):
    return dc.load(path).find("the rights|peace").tolist()


@pytest.mark.slow
def test_many_read_a_saved_corpus_at_once(folder, processes, tmp_path_factory):
    saved = tmp_path_factory.mktemp("saved")
    corpus = dc.read(folder)
    corpus.save(saved)
    expected = corpus.find("the rights|peace").tolist()
    assert list(processes.map(hits, [saved] * 8)) == [expected] * 8


def slowly(number, after):
    time.sleep(after)
    return number * number


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # a killed worker is reported
def test_a_cluster_gives_the_same_though_a_worker_is_killed(folder, small):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        executor = client.get_executor()
        same(folder, executor)
        squares = map_tasks(partial(slowly, after=0.05), range(40), executor, "squaring")
        first = next(squares)
        next(iter(cluster.workers.values())).process.process._process.kill()
        assert [first, *squares] == [number * number for number in range(40)]


def test_an_error_in_a_worker_arrives_unchanged(folder):
    (folder / "7.txt").write_bytes(b"\xff")
    messages = []
    with ThreadPoolExecutor(2) as executor:
        for given in (None, executor):
            with pytest.raises(dc.DiscourseError) as refused:
                dc.read(folder, executor=given)
            messages.append(str(refused.value))
    assert messages[0] == messages[1]


class Counting:
    """An executor that counts the tasks submitted to it."""

    def __init__(self):
        self.submitted = 0

    def submit(self, work, share):
        self.submitted += 1
        future = Future()
        future.set_result(work(share))
        return future


def test_no_more_tasks_are_submitted_than_needed(monkeypatch):
    monkeypatch.setattr(parallel, "MAX_PENDING", 3)
    executor = Counting()
    results = map_tasks(partial(slowly, after=0), range(100), executor, "squaring")
    assert next(results) == 0
    assert executor.submitted <= 4
    assert list(results) == [number * number for number in range(1, 100)]


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stream", "after", "shown"),
    [(Terminal, 0.4, True), (Terminal, 0, False), (io.StringIO, 0.4, False)],
)
def test_a_bar_is_shown_on_a_terminal_after_a_second(monkeypatch, stream, after, shown):
    monkeypatch.setattr(sys, "stderr", stream())
    list(map_tasks(partial(slowly, after=after), range(4), None, "squaring"))
    assert ("squaring" in sys.stderr.getvalue()) is shown


@pytest.mark.slow
def test_no_bar_is_shown_within_without_progress(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    for quiet in (True, False):
        with without_progress(quiet):
            list(map_tasks(partial(slowly, after=0.4), range(4), None, f"quiet={quiet}"))
    assert "quiet=True" not in sys.stderr.getvalue()
    assert "quiet=False" in sys.stderr.getvalue()


def test_passes_of_any_length_number_the_tokens_alike(folder, monkeypatch):
    whole = dc.read(folder)
    monkeypatch.setattr(block, "PASS_CHARACTERS", 5)
    cut = dc.read(folder)
    assert np.array_equal(cut.store.index.ids, whole.store.index.ids)
    assert np.array_equal(cut.store.index.starts, whole.store.index.starts)


def test_an_executor_that_was_shut_down_is_refused(folder):
    with ThreadPoolExecutor(1) as executor:
        pass
    with pytest.raises(dc.DiscourseError, match=r"takes no work .*; give one that runs"):
        dc.read(folder, executor=executor)


def test_a_worker_that_ended_is_named(folder):
    class Broken(ThreadPoolExecutor):
        def submit(self, *given, **options):
            raise BrokenExecutor("terminated abruptly")

    with pytest.raises(dc.DiscourseError, match=r"a worker ended.*terminated.*leave executor out"):
        dc.read(folder, executor=Broken(1))
