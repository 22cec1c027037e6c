# The workflow. Every target first rebuilds .venv from requirements.lock if that file
# or pyproject.toml is newer. Works with GNU make 3.81 (macOS) and later.

PYTHON ?= python3
SIZE   ?=
TREEBANK ?= ../shared/treebanks/ud-english-ewt
CORPORA ?= ../shared/corpora
ARGS   ?=

# Each named interpreter has an environment of its own: .venv, .venv-python3.13 and so on.
VENV  := .venv$(if $(filter-out python3,$(notdir $(PYTHON))),-$(notdir $(PYTHON)))
BIN   := $(VENV)/bin
READY := $(VENV)/.ready
PIP   := $(BIN)/python -m pip install --quiet --disable-pip-version-check

LOWEST := $(VENV)-lowest
# All extras but `docs`, which is built here, from docs/package/.
EXTRAS := $(addprefix --extra ,lab lang zh files export cluster)
QUICK  := -m "not slow" --hypothesis-profile=few --ignore=tests/browser --ignore-glob='*.ipynb'

# Every run gives the same bytes: no dates in figures, no order that depends on a hash.
export SOURCE_DATE_EPOCH := 0
export PYTHONHASHSEED    := 0

# NLTK reads only folders that it was told of, by their real paths, and kernels run elsewhere.
ifndef NLTK_DATA
ifneq ($(wildcard ../shared/corpora),)
export NLTK_DATA := $(realpath ../shared)
endif
endif

.DEFAULT_GOAL := help
.PHONY: help notebooks test test-quick test-lowest test-browser docs site paper lab lint lock dist bench calibration model corpora

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  PYTHON=python3.13   another interpreter, with an environment of its own (.venv-python3.13)"
	@echo "  ARGS='-k tfidf'     options for pytest or JupyterLab, or names of notebooks"

notebooks: $(READY)  ## execute every notebook, rewrite figures/
	$(BIN)/python notebooks/refresh.py $(ARGS)

test: $(READY)  ## run every test, doctest and notebook (nbval), and verify everything published
	$(BIN)/python -m pytest --ignore=tests/browser $(ARGS)
	$(BIN)/python -m discourse verify .

test-quick: $(READY)  ## run the tests that are not slow: no notebooks, no browser
	$(BIN)/python -m pytest $(QUICK) $(ARGS)

test-lowest: $(LOWEST)/.ready  ## run them with the oldest packages that pyproject.toml allows
	$(LOWEST)/bin/python -m pytest $(QUICK) $(ARGS)

# axe-core is a JavaScript package for these tests, so it is not in the Python lock.
test-browser: docs  ## build the documentation; test all pages in Chromium (npm installs axe-core)
	@test -d tests/browser/node_modules/axe-core || { command -v npm >/dev/null && \
	    npm install --silent --no-save --no-package-lock --prefix tests/browser axe-core@4.10.3; } || \
	    echo "npm is not available: the tests with axe-core are skipped"
	$(BIN)/python -m pytest tests/browser $(ARGS)

docs: $(READY)  ## build the documentation in build/docs/; a warning is an error
	$(BIN)/python docs/building/assemble.py build/docs

site: $(READY)  ## save the notebooks as one interactive page in site/
	$(BIN)/python -m discourse publish notebooks/ --out site/ $(ARGS)

paper: $(READY)  ## write an article with all figures in build/paper/, for LaTeX and for Word
	@mkdir -p build/paper
	$(BIN)/python -c "import discourse as dc; [dc.save_article('figures', f'build/paper/article.{end}') for end in ('tex', 'docx')]; dc.contact_sheet('figures').save('build/paper/contact-sheet.html')"
	@command -v pdflatex >/dev/null || { echo "pdflatex is not installed, so build/paper/article.tex is not made a PDF"; exit 0; } && \
	    cd build/paper && pdflatex -interaction=nonstopmode article >log.txt && bibtex article >>log.txt && \
	    pdflatex -interaction=nonstopmode article >>log.txt && pdflatex -interaction=nonstopmode article >>log.txt
	$(BIN)/python -m discourse verify . >build/paper/verified.txt || { cat build/paper/verified.txt; exit 1; }

lab: $(READY)  ## open the notebooks in JupyterLab
	cd notebooks && ../$(BIN)/python -m jupyterlab $(ARGS)

lint: $(READY)  ## check style, types, the direction of imports, and the workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m numpydoc lint $$(find discourse -name '*.py')
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[0-9]*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff
	$(BIN)/zizmor --quiet --offline --strict-collection --pedantic .github

lock: $(READY)  ## renew requirements.lock and environment.yml (UPGRADE=1: newest versions)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    $(EXTRAS) --group build --group test --group docs --group browser --group lint \
	    --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) \
	    pyproject.toml --output-file requirements.lock
	$(BIN)/pyproject2conda project --overwrite force

dist: docs  ## build the sdist, the wheel and the wheel of the documentation in dist/, and test them
	rm -rf dist
	$(BIN)/python -m hatchling build
	cd docs/package && ../../$(BIN)/python -m hatchling build -t wheel -d ../../dist
	$(BIN)/python -m pytest tests/test_distributions.py $(ARGS)

bench: $(READY)  ## measure speed and memory (SIZE=S, M, L or XL sets the corpus sizes)
	SIZE="$(SIZE)" $(BIN)/python benchmarks/run.py $(ARGS)

calibration: $(READY)  ## measure both errors of keyness, trends and groups; renew benchmarks/calibration*.md (CORPORA=folder)
	$(BIN)/python benchmarks/calibration.py $(CORPORA)
	$(BIN)/python benchmarks/calibration_trends.py $(CORPORA)
	$(BIN)/python benchmarks/calibration_groups.py $(CORPORA)

# To a folder of NLTK's own; where NLTK_DATA names one that has them, nothing is fetched.
corpora: $(READY)  ## fetch the inaugural addresses with NLTK's downloader, for the notebooks on them
	@$(BIN)/python -c "import nltk; nltk.corpus.inaugural.fileids()" 2>/dev/null || \
	    $(BIN)/python -m nltk.downloader inaugural

# The same treebank and the same release of ufal.udpipe give the same bytes. Parts that were
# trained are kept in build/models.
model: $(READY)  ## train and measure the model of English (TREEBANK=folder; an hour)
	$(BIN)/python benchmarks/models/train.py $(TREEBANK) $(ARGS)

# ---- the environment -------------------------------------------------------------------

# pyenv puts a python3.13 on the path that runs only where that version was switched on.
# Naming it in PYTHON switches it on; without pyenv the variable has no effect.
ifneq ($(filter python3.%,$(PYTHON)),)
$(READY): export PYENV_VERSION := $(PYTHON:python%=%)
endif

# uv installs the lock in seconds; uv itself is installed from the lock too, with its hash.
# If uv is not available, pip installs the same files. The package comes last, from this
# folder: its build backend is in the lock, so this step needs no network.
$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not installed; install Python 3.11 or later, or choose another: make PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is $$($(PYTHON) --version 2>&1); Python 3.11 or later is needed: choose one with make PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot create environments because venv or ensurepip is missing; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@awk '/^[^ #]/ { keep = /^uv==/ } keep' requirements.lock > $(VENV)/uv.lock
	@awk '/^[^ #]/ { keep = !/^uv==/ } keep' requirements.lock > $(VENV)/all-but-uv.lock
	@echo "uv pip sync requirements.lock"
	@{ $(PIP) --only-binary :all: --require-hashes -r $(VENV)/uv.lock && \
	    $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock; } || { \
	    echo "uv is not available: pip installs requirements.lock, which takes a minute" && \
	    $(PIP) --require-hashes -r $(VENV)/all-but-uv.lock; }
	$(PIP) --no-index --no-deps --no-build-isolation --editable .
	@touch $(READY)

# The oldest versions that pyproject.toml allows of what it names; what those need in turn
# is as new as they allow. Resolved afresh, since a lock would hide a bound that is not true.
$(LOWEST)/.ready: pyproject.toml | $(READY)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(LOWEST)
	$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct \
	    --requirement pyproject.toml $(EXTRAS) --group build --group test
	$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python --offline --no-deps \
	    --no-build-isolation --editable .
	@touch $(LOWEST)/.ready
