"""Write the bundles in this folder, with version 0.1.0 of the package.

Its rule of tokens and sentences was another one, and it read Latin-1 to the letter.
"""

from pathlib import Path

import discourse as dc

FOLDER = Path(__file__).parent
TEXT = (
    "Maße und Masse¹ der Straße. Siehe Vol. 2 der STRASSE. L‘homme, don´t, paral·lel. "
    "Die Straße, die Maße und der Friede. Der Friede und die Maße."
)


def main():
    texts = FOLDER / "texts"
    (texts / "a.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    (texts / "b.txt").write_bytes("China\x92s Straße. Der Friede.".encode("latin-1"))
    corpus = dc.read(texts, encoding=("utf-8", "latin-1"))
    dc.save_table(dc.frequencies(corpus), FOLDER / "words", caption="Words.")
    near = dc.collocates(corpus, "der", window=5, min_count=1)
    dc.save_table(near, FOLDER / "near", caption="Near der, in sentences.")


if __name__ == "__main__":
    main()
