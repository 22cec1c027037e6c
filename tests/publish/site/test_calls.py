import subprocess
import sys

import pytest


@pytest.mark.slow
def test_a_process_that_has_asked_for_no_verb_yet_knows_them_all(root):
    code = (
        "from discourse.corpus.corpus import read\n"
        "from discourse.publish.site.calls import tables_made\n"
        "made = tables_made(['t = dc.read()', 'dc.frequencies(t)', 'dc.tfidf(t, by=\"section\")'],"
        " read('seeds'))\n"
        "print([each.verb for each in made])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=root, check=True)
    assert done.stdout.decode().strip() == "['frequencies', 'tfidf']"
