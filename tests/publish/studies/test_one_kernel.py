"""Each notebook runs in the one kernel as if it were new."""

import os

import pytest
from nbformat import v4

from discourse.publish.run_notebooks import steady_environment
from discourse.publish.studies.one_kernel import OneKernel


def notebook(*sources):
    return v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources])


@pytest.mark.slow
def test_nothing_is_left_of_the_notebook_before_but_its_imports(tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    first = notebook("import os, json\nleft = 1", "left", "os.getpid()")
    second = notebook('"left" in globals() or "os" in globals()', "import os\nos.getcwd()")
    second.cells.append(v4.new_code_cell("os.getpid()"))
    with steady_environment(str(tmp_path)), OneKernel() as kernel:
        kernel.execute(first, folders[0])
        kernel.execute(second, folders[1])
        process = first.cells[2].outputs[0].data["text/plain"]
    assert second.cells[0].outputs[0].data["text/plain"] == "False"
    assert second.cells[1].outputs[0].data["text/plain"] == repr(str(folders[1]))
    assert [cell.execution_count for cell in second.cells] == [1, 2, 3]
    assert [cell.outputs[0].execution_count for cell in second.cells] == [1, 2, 3]
    assert second.cells[2].outputs[0].data["text/plain"] == process != str(os.getpid())
    with pytest.raises(ProcessLookupError):
        os.kill(int(process), 0)


def test_a_kernel_that_nobody_needed_is_not_started():
    with OneKernel():
        pass
