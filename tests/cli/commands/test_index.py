"""Texts become a corpus, or the shards of one."""

import json
import os
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pandas as pd
import pytest

import discourse as dc
from discourse.corpus.store import shard_building
from discourse.corpus.store.shard_building import divide_files
from discourse.text.folder import list_files


@pytest.fixture
def texts(tmp_path):
    """Folders whose texts have the same names, and a table."""
    for year in (2001, 2002):
        (tmp_path / f"texts/{year}").mkdir(parents=True)
        for number in range(3):
            text = f"Peace and rights {number}.\n\nThe future of {year}."
            (tmp_path / f"texts/{year}/{number}.txt").write_text(text, "utf-8")
    rows = {"document": [f"row {n}" for n in range(9)], "text": "Rows of peace.", "year": "2003"}
    pd.DataFrame(rows).to_csv(tmp_path / "texts/rows.csv", index=False)
    rows["document"] = [f"line {n}" for n in range(9)]
    pd.DataFrame(rows).to_json(tmp_path / "texts/lines.jsonl", orient="records", lines=True)
    rows["document"] = [f"cell {n}" for n in range(9)]
    pd.DataFrame(rows).to_parquet(tmp_path / "texts/cells.parquet")
    return tmp_path / "texts"


@pytest.mark.parametrize("shards", [1, 3, 50])
def test_shards_are_the_corpus_of_the_folder(discourse, texts, shards, tmp_path):
    code, out, err = discourse("index", texts, tmp_path / "shards", "--shards", shards)
    one, many = dc.read(texts), dc.load(tmp_path / "shards")
    assert (code, err) == (0, "")
    assert out.endswith(f": 33 documents, {one.size} tokens\n")
    assert many.fingerprint == one.fingerprint
    assert list(many) == list(one)
    pd.testing.assert_frame_equal(dc.frequencies(many), dc.frequencies(one))
    assert many.store.shards if not many.store.is_here else many.store.size == one.size


def test_files_are_divided_by_their_size_and_tables_by_their_rows(texts):
    groups = divide_files(list_files(texts), 3)
    named = [[(piece.file.path.name, piece.share) for piece in group] for group in groups]
    assert [len(group) for group in groups if group] == [len(group) for group in groups]
    flat = [piece for group in named for piece in group]
    assert [name for name, _ in flat if ".txt" in name] == ["0.txt", "1.txt", "2.txt"] * 2
    for table in ("rows.csv", "lines.jsonl", "cells.parquet"):
        shares = [share for name, share in flat if name == table]
        assert shares == [(number, len(shares)) for number in range(len(shares))]


def test_finished_shards_are_kept_and_a_lost_one_is_made_again(
    discourse, texts, tmp_path, monkeypatch
):
    saved = tmp_path / "shards"
    build, built = shard_building.build_shard, []

    def stop_at_the_third(task):
        if len(built) == 2:
            raise KeyboardInterrupt
        built.append(task.folder)
        return build(task)

    with monkeypatch.context() as patch:
        patch.setattr(shard_building, "build_shard", stop_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            shard_building.index_shards(
                texts, saved, 4, metadata=None, options=shard_building.ReadOptions(),
                tokenizer=None, executor=None,
            )  # fmt: skip
    assert discourse("freq", saved)[2] == (
        f"discourse: {saved} is not finished; run the command that began it again, which keeps "
        "the shards that are.\n"
    )
    assert (
        "4 shards (2 of them finished before)"
        in discourse("index", texts, saved, "--shards", 4, "--jobs", 2)[1]
    )
    fingerprint = dc.load(saved).fingerprint
    (saved / "2/manifest.json").unlink()
    assert discourse("freq", saved)[2].startswith(f"discourse: {saved} has lost 2; run the command")
    assert "3 of them finished before" in discourse("index", texts, saved, "--shards", 4)[1]
    assert dc.load(saved).fingerprint == fingerprint


def test_a_cluster_that_loses_its_workers_is_an_error_that_says_what_to_do(texts, tmp_path):
    class Killed(Exception):
        pass

    class Losing:
        def submit(self, work, *given):
            future = Future()
            future.set_exception(Killed("three workers died"))
            return future

    with pytest.raises(dc.DiscourseError) as refused:
        shard_building.index_shards(
            texts, tmp_path / "shards", 4, metadata=None, options=shard_building.ReadOptions(),
            tokenizer=None, executor=Losing(),
        )  # fmt: skip
    message = "a worker ended, perhaps for want of memory (Killed: three workers died), and "
    assert str(refused.value).startswith(message)


def test_what_is_skipped_is_reported_and_a_shard_of_nothing_is_none(discourse, texts, tmp_path):
    for number in range(3):
        (texts / f"2002/{number}.txt").write_bytes(b"\xff" * 40)
    saved = tmp_path / "shards"
    code, out, err = discourse("index", texts, saved, "--shards", 99, "--on-error", "skip")
    assert code == 0
    assert err.startswith(f"discourse: skipped 3; the first: {texts / '2002/0.txt'}: byte 0")
    assert ": 30 documents, " in out
    groups = divide_files(list_files(texts), 99)
    assert len(json.loads((saved / "shards.json").read_text())["shards"]) < len(groups)
    one = dc.read(texts, on_error="skip")
    for many in (dc.load(saved), dc.load(saved, executor=ThreadPoolExecutor(1))):
        assert list(many) == list(one)
        pd.testing.assert_frame_equal(many.skipped, one.skipped)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--shards", "2", "--subset", "year = 1"], "--subset is for a corpus in one piece; leave"),
        (["--shards", "2", "--layer", "names"], "--layer is for a corpus in one piece; leave it"),
        (["--shards", "0"], "shards expects a whole number of at least 1, got 0"),
        (["--shards", "2", "--jobs", "0"], "--jobs expects a number of processes, got 0"),
        (["--jobs", "2"], "--jobs is for building shards; say how many, e.g. --shards 8."),
        (["--executor", "tcp://x"], "--executor is for building shards; say how many"),
        (
            ["--shards", "2", "--jobs", "2", "--executor", "tcp://x"],
            "--jobs and --executor are two ways to build shards; give one.",
        ),
    ],
)
def test_options_that_do_not_fit_are_refused(discourse, texts, tmp_path, arguments, message):
    code, _, err = discourse("index", texts, tmp_path / "new", *arguments)
    assert code == 2
    assert err.startswith(f"discourse: {message}")
    assert not (tmp_path / "new").exists()


def test_a_folder_of_something_else_is_not_written_to(discourse, texts, tmp_path):
    saved = tmp_path / "shards"
    assert discourse("index", texts, texts, "--shards", 2)[2] == (
        f"discourse: {texts} is not a folder of shards; give a new folder.\n"
    )
    discourse("index", texts, saved, "--shards", 2)
    assert discourse("index", texts, saved, "--shards", 3)[2] == (
        f"discourse: {saved} was made of other texts, in another way, or by another version of "
        "discourse; give a new folder, or remove this one.\n"
    )
    (saved / "shards.json").write_text("[]")
    assert discourse("freq", saved)[2] == (
        f"discourse: {saved / 'shards.json'} is not what was saved; make the shards again.\n"
    )


def index(texts, saved, executor=None, **options):
    return shard_building.index_shards(
        texts, saved, 4, metadata=None, options=shard_building.ReadOptions(**options),
        tokenizer=None, executor=executor,
    )  # fmt: skip


class Elsewhere:
    """A worker that sees other files than the one who asks: `before` and `after` a task."""

    def __init__(self, before=lambda task: task, after=lambda task: None):
        self.before, self.after = before, after

    def submit(self, work, task):
        future = Future()
        try:
            future.set_result(work(self.before(task)))
        except Exception as error:
            future.set_exception(error)
        self.after(task)
        return future


def refusal(function, *given, **named):
    with pytest.raises(dc.DiscourseError) as refused:
        function(*given, **named)
    return str(refused.value)


def test_rows_of_one_name_in_two_shards_are_refused_as_by_one_corpus(tmp_path):
    rows = {"document": ["a", "b", "c", "a"], "text": "Peace and rights."}
    pd.DataFrame(rows).to_csv(tmp_path / "rows.csv", index=False)
    message = refusal(dc.read, tmp_path / "rows.csv")
    assert refusal(index, tmp_path / "rows.csv", tmp_path / "shards") == message
    assert "is not finished" in refusal(dc.load, tmp_path / "shards")


def test_texts_none_of_which_can_be_read_are_refused_as_by_one_corpus(tmp_path):
    """The first shard has a share of a table without rows: nothing is read or skipped in it."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.csv").write_text("document,text\n", "utf-8")
    (texts / "b.txt").write_bytes(b"\xff" * 5)
    message = refusal(dc.read, texts, on_error="skip")
    assert refusal(index, texts, tmp_path / "shards", on_error="skip") == message


def test_a_process_that_was_killed_at_once_is_no_hindrance(texts, tmp_path):
    saved = tmp_path / "shards"
    saved.mkdir()
    (saved / "shards.json.new").write_text("{")
    (saved / ".lock").touch()
    index(texts, saved)
    assert len(dc.load(saved)) == 33


def test_a_shard_that_is_damaged_is_made_again(texts, tmp_path):
    saved = tmp_path / "shards"
    index(texts, saved)
    fingerprint = dc.load(saved).fingerprint
    ids = next(saved.glob("2/*/ids.npy"))
    ids.write_bytes(ids.read_bytes()[:-4])
    (saved / "3/manifest.json").write_text("{}")
    assert refusal(dc.load, saved).startswith(f"{saved / '2'}: ids.npy has ")
    assert [shard.was_there for shard in index(texts, saved)] == [True, False, False, True]
    assert dc.load(saved).fingerprint == fingerprint


def test_a_shard_that_was_copied_over_another_is_named(texts, tmp_path):
    saved = tmp_path / "shards"
    index(texts, saved)
    shutil.rmtree(saved / "3")
    shutil.copytree(saved / "2", saved / "3")
    for executor in (None, ThreadPoolExecutor(1)):
        assert refusal(dc.load, saved, executor=executor).startswith(f"{saved / '3'} has other ")


def test_descriptions_that_changed_make_another_corpus(texts, tmp_path):
    (texts / "2001/1.toml").write_text('[source]\nparty = "A"\n', "utf-8")
    index(texts, tmp_path / "shards")
    (texts / "2001/1.toml").write_text('[source]\nparty = "B"\n', "utf-8")
    assert "was made of other texts" in refusal(index, texts, tmp_path / "shards")


def test_two_runs_at_once_build_one_corpus(texts, tmp_path):
    saved, refused = tmp_path / "shards", []

    def run_again(task):
        refused.append(refusal(index, texts, saved))
        return task

    index(texts, saved, Elsewhere(before=run_again))
    assert refused[0].startswith(f"{saved} is being saved by another process; wait for it")
    assert len(dc.load(saved)) == 33


def test_a_worker_that_sees_other_folders_is_named(texts, tmp_path):
    hidden = os.fspath(tmp_path / "hidden")

    def hide(task):
        pieces = [
            piece._replace(file=replace(piece.file, path=tmp_path / "none" / piece.file.path.name))
            for piece in task.pieces
        ]
        return replace(task, pieces=tuple(pieces))

    message = refusal(index, texts, tmp_path / "a", Elsewhere(hide), on_error="skip")
    assert " does not exist on " in message
    assert "give a folder that every worker sees" in message

    def lose(task):
        shutil.move(task.folder, f"{hidden}{task.folder[-1]}")

    message = refusal(index, texts, tmp_path / "b", Elsewhere(after=lose))
    assert message.startswith(f"{tmp_path / 'b/1'} was built by a worker, but is not seen here;")


def test_a_worker_of_another_version_builds_nothing(texts, tmp_path):
    other = Elsewhere(lambda task: replace(task, version="99"))
    message = refusal(index, texts, tmp_path / "shards", other)
    assert "has discourse " in message
    assert "install the same version everywhere" in message
