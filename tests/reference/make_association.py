"""Association scores by the package association-measures 0.3.0, written to association.csv.

The package is not a dependency, so use a separate environment: python make_association.py
"""

from pathlib import Path

TABLES = [
    (110, 2_552, 111, 29_225),
    (29, 42, 123, 31_735),
    (10, 10, 3, 31_767),
    (52, 50_000, 57, 75_000),
    (5, 1_000, 0, 4_000),
    (3, 9_000, 40, 11_000),
    (1, 1_000, 400, 20_000),
    (250, 1_000_000, 9_000, 100_000_000),
]


def main() -> None:
    import pandas as pd
    from association_measures import measures

    columns = ["count", "size", "count_reference", "size_reference"]
    table = pd.DataFrame(TABLES, columns=columns)
    given = table.set_axis(["f1", "N1", "f2", "N2"], axis="columns")
    scores = measures.score(
        given,
        ["z_score", "t_score", "log_likelihood", "dice", "log_ratio", "mutual_information"],
        freq=False,
        digits=None,
        discounting="Hardie2014",
        disc=0.5,
    )
    for name, correct in [("conservative_log_ratio", None), ("bonferroni", "Bonferroni")]:
        scores[name] = measures.score(
            given,
            ["conservative_log_ratio"],
            freq=False,
            digits=None,
            alpha=0.05,
            correct=correct,
            vocab=1_000,
        )
    path = Path(__file__).with_name("association.csv")
    pd.concat([table, scores], axis="columns").to_csv(path, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
