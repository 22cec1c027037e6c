import matplotlib.pyplot as plt
import pytest

from discourse.publish.plots.seen import describe_artist


@pytest.mark.parametrize("style", ["--", ":", "-.", ["--", ":"], (0, (1, 2, 3, 4))])
def test_the_dashes_of_several_lines_are_seen(style):
    _, ax = plt.subplots()
    dashed, plain = ax.hlines([0, 1], 0, 1, linestyles=style), ax.hlines([0, 1], 0, 1)
    seen, unlike = (describe_artist(each, ax)["look"]["linestyles"] for each in (dashed, plain))
    assert seen != unlike
