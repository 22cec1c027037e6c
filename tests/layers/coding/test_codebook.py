"""A codebook is read as it is written, and what is wrong in it is named."""

import pytest

import discourse as dc
from discourse.errors import DiscourseError


def read(text):
    return dc.layers.codebook(['name = "stance"', *text.strip().splitlines()])


def refusal(text):
    with pytest.raises(DiscourseError) as caught:
        read(text)
    return str(caught.value)


def codes(*entries):
    return "\n".join(f"[[code]]\n{entry}" for entry in entries)


def test_a_codebook_has_the_codes_of_its_file_in_their_order(tmp_path):
    path = tmp_path / "stance.toml"
    path.write_text(codes('code = "weak"', 'code = "strong"\ndefinition = "All of it."'))
    book = dc.layers.codebook(path)
    assert book.labels == ["weak", "strong"]
    assert book.name == "stance"  # that of the file, if none is given
    assert book.codes[1].definition == "All of it."
    assert (book.several, book.ordered, book.renamed) == (False, False, {})


def test_a_codebook_is_read_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "stance.toml"
    path.write_text("\ufeff" + codes('code = "weak"'), encoding="utf-8")
    assert dc.layers.codebook(path).labels == ["weak"]


def test_codes_without_a_colour_or_a_key_get_the_first_that_is_free():
    entry = 'code = "c"\nkey = "1"\ncolour = "#0072B2"'
    book = read(codes('code = "a"', 'code = "b"', entry))
    assert [each.key for each in book.codes] == ["2", "3", "1"]
    assert [each.colour for each in book.codes] == ["#d55e00", "#009e73", "#0072b2"]


def test_more_codes_than_keys_are_read():
    book = read(codes(*(f'code = "c{number}"' for number in range(60))))
    keys = [each.key for each in book.codes if each.key]
    assert len(keys) == len(set(keys)) == 35


def test_names_that_a_code_had_lead_to_the_one_it_has_now():
    book = read(f'[renamed]\nold = "older"\nolder = "a"\n{codes(chr(99) + "ode = " + repr("a"))}')
    assert (book.current("old"), book.current("older"), book.current("a")) == ("a", "a", "a")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (codes('code = "a"', 'code = "a"'), "the codebook: the code 'a' is given twice"),
        (codes('code = "a"\nkey = "x"', 'code = "b"\nkey = "X"'), "'a' and 'b' have the key 'X'"),
        (codes('code = "a"\nkey = "xy"'), "key of the code 'a' is 'xy'; give one letter or digit."),
        (codes('code = "a"\ncolour = "red"'), "colour of the code 'a' is 'red'"),
        (codes('code = "a"\nparent = "b"'), "parent of the code 'a'='b' is not known"),
        (codes('code = "a"\nparent = "a"'), "codes are among their own parents: a → a"),
        (
            codes('code = "a"\nparent = "b"', 'code = "b"\nparent = "c"', 'code = "c"\nparent="b"'),
            "codes are among their own parents: b → c → b; take out one parent.",
        ),
        (codes('code = "a;b"'), "without ';'"),
        (codes('code = " a"'), "without space around it"),
        (codes('code = ""'), "give it a name"),
        (codes('code = "a"\ncolor = "#000000"'), "key of [[code]] 1='color' is not known"),
        (codes("code = 3"), "the code of [[code]] 1 is 3; give it a name."),
        ("several = 1\n" + codes('code = "a"'), "several is 1; write several = true."),
        ("several = true\nordered = true\n" + codes('code = "a"'), "several and ordered are both"),
        ('[renamed]\na = "a"\n' + codes('code = "a"'), "renamed has 'a', which is a code still"),
        ('[renamed]\nx = "y"\n' + codes('code = "a"'), "new name of 'x'='y' is not known"),
        ('[renamed]\nx = "y"\ny = "x"\n' + codes('code = "a"'), "renamed leads from 'x' back to"),
        ("code = 3", "a codebook needs codes"),
        ("", "a codebook needs codes"),
        ("[[code]", "the codebook: "),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_codebook_is_named(text, message):
    assert message in refusal(text)


def test_a_name_that_no_layer_can_have_is_refused():
    with pytest.raises(DiscourseError, match="cannot name a layer"):
        dc.layers.codebook(['name = "a b"', "[[code]]", 'code = "x"'])


def test_lines_without_a_name_and_a_folder_are_named(tmp_path):
    with pytest.raises(DiscourseError, match='there is no name; write a line such as name = "rig'):
        dc.layers.codebook(["[[code]]", 'code = "x"'])
    with pytest.raises(DiscourseError, match="is a folder; give the codebook in it, such as"):
        dc.layers.codebook(tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DiscourseError, match=r"none\.toml does not exist"):
        dc.layers.codebook(tmp_path / "none.toml")


def test_the_codes_of_a_line_are_checked():
    book = read(codes('code = "a"', 'code = "b"'))
    assert book.check_labels("b") == ("b",)
    with pytest.raises(DiscourseError, match="a line has one code in the codebook, got a, b"):
        book.check_labels(["a", "b"])
    several = read("several = true\n" + codes('code = "a"', 'code = "b"'))
    assert several.check_labels(["b", "a"]) == ("a", "b")


@pytest.mark.parametrize("name", ["L1", "R9", "node", "left", "position", "start_char", "decided"])
def test_a_codebook_is_not_named_as_what_lines_have_or_are_sorted_by(tmp_path, name):
    path = tmp_path / f"{name}.toml"
    path.write_text('[[code]]\ncode = "a"\n')
    with pytest.raises(DiscourseError) as caught:
        dc.layers.codebook(path)
    assert f"{name}.toml: a codebook cannot be named {name!r}" in str(caught.value)
    assert f'Write a line such as name = "codes_{name}" at the top' in str(caught.value)
    path.write_text(f'name = "codes_{name}"\n[[code]]\ncode = "a"\n')
    assert dc.layers.codebook(path).name == f"codes_{name}"


@pytest.mark.parametrize(
    ("file", "advised"),
    [("my-codes", "my_codes"), ("2nd codes", "codes_2nd_codes"), ("-", "codes")],
)
def test_a_file_whose_name_no_layer_can_have_is_told_to_have_a_name_in_it(tmp_path, file, advised):
    path = tmp_path / f"{file}.toml"
    path.write_text('[[code]]\ncode = "a"\n')
    with pytest.raises(DiscourseError, match=f'Write a line such as name = "{advised}" at the top'):
        dc.layers.codebook(path)
    path.write_text(f'name = "{advised}"\n[[code]]\ncode = "a"\n')
    assert dc.layers.codebook(path).name == advised
