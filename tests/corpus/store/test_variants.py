import discourse as dc
from discourse.corpus.store.repeats import find_repeats
from discourse.corpus.store.variants import group_repeats


def group(text, **options):
    store = dc.Corpus.from_texts({"a": text}).store
    found = find_repeats(store, **{"within": "sentence", "min_count": 2, "min_n": 1} | options)
    terms = store.index.vocabulary.terms
    ids = store.index.term_ids.tolist()
    names = [
        " ".join(terms[i] for i in ids[at : at + n])
        for at, n in zip(found.starts.tolist(), found.n.tolist(), strict=True)
    ]
    groups = group_repeats(found)
    return {
        names[row]: (names[groups.heads[row]], int(groups.depths[row]), int(groups.own[row]))
        for row in groups.order.tolist()
    }


def test_hits_belong_to_the_longest_variant_that_they_lie_in():
    text = "A b cat. A b cat. A b dog. A b dog. A b eel. Fox a b."
    assert group(text, min_n=2) == {
        "a b": ("a b", 0, 2), "a b cat": ("a b", 1, 2), "a b dog": ("a b", 1, 2),
    }  # fmt: skip


def test_of_equally_long_variants_the_more_frequent_then_the_first_has_the_hit():
    # "x a b" three times, "a b y" twice, and both in one sentence.
    assert group("X a b y. X a b. X a b. A b y. A b.", min_n=2) == {
        "a b": ("a b", 0, 1), "x a b": ("a b", 1, 3), "a b y": ("a b", 1, 1),
    }  # fmt: skip
    assert group("X a b y. X a b. A b y. A b.", min_n=2) == {
        "a b": ("a b", 0, 1), "a b y": ("a b", 1, 2), "x a b": ("a b", 1, 1),
    }  # fmt: skip


def test_a_variant_with_its_head_in_it_twice_accounts_for_both():
    assert group("Me and me. Me and me. Me.") == {
        "me": ("me", 0, 1), "me and me": ("me", 1, 4),
    }  # fmt: skip


def test_a_variant_stands_after_the_one_that_it_contains():
    order = list(
        group("A bee cat dog. A bee cat dog. A bee cat eel. A bee fox. Hi. Hi. Hi. Hi. Hi.")
    )
    assert order == ["hi", "a bee", "a bee cat", "a bee cat dog"]
