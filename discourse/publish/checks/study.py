"""What the checks of a study share: where they may read, what they count, how long they take."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from discourse.errors import DiscourseError, MissingTextsError
from discourse.publish.provenance.allowance import OutOfTimeError, limited_time
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.finding import Finding


@dataclass(frozen=True)
class Study:
    """What is known of a study before its files are checked; another process may get it.

    Attributes
    ----------
    places : tuple of Path
        The folders from which notebooks may read, the one that is checked first.
    texts : Path
        The folder with the texts.
    seconds : float
        How long the check of one file may take.
    strict, run : bool
        What `verify` was asked for.
    captions : mapping
        The captions and alternative texts that notebooks give, by the record of the bundle and the
        name of its entry.
    alts : mapping
        The records of bundles by their alternative texts.
    bundled : frozenset of str
        The hashes of all files of bundles.
    pictures : frozenset of str
        The hashes of all files that manifests list.
    """

    places: tuple[Path, ...]
    texts: Path
    seconds: float
    strict: bool = False
    run: bool = False
    captions: Mapping[tuple[Path, str], frozenset[str]] = field(default_factory=dict)
    alts: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    bundled: frozenset[str] = frozenset()
    pictures: frozenset[str] = frozenset()

    @property
    def root(self) -> Path:
        """The folder that is checked."""
        return self.places[0]


@dataclass(frozen=True)
class StudyCheck:
    """A study, the corpora that its texts give, and what was checked so far.

    ``missing`` says, by the name of a file, what of it was not compared because texts are not on
    this computer, and how to fetch them. ``read`` are the first digits of the hashes of the texts
    on which claims were computed, and ``loaded`` the folders of the saved corpora that notebooks
    load.
    """

    study: Study
    corpora: FolderCorpora
    checked: Counter[str] = field(default_factory=Counter)
    missing: dict[str, str] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    loaded: set[Path] = field(default_factory=set)

    def within_time(
        self, name: str, place: str, expected: str, findings: Iterable[Finding]
    ) -> list[Finding]:
        """The findings of one file; one that is malformed, or takes too long, is one itself.

        If its texts are not on this computer, it is noted, with what was found before they were
        needed.
        """
        found: list[Finding] = []
        seconds = self.study.seconds
        try:
            with limited_time(seconds):
                for finding in findings:
                    found.append(finding)  # those before an interruption are kept
        except OutOfTimeError:
            within = f"a check within {seconds:g} seconds"
            found.append(Finding(name, "time", within, "one that takes longer"))
        except MissingTextsError as error:
            self.missing[name] = str(error)
        except Exception as error:  # what a malformed file brings about cannot be foreseen
            found.append(Finding(name, place, expected, explain_error(error)))
        return found


def explain_error(error: Exception) -> str:
    """What an error says, for a finding; one that nobody wrote for readers is said to be malformed.

    Examples
    --------
    >>> explain_error(KeyError("verb"))
    "malformed (KeyError: 'verb')"
    """
    if isinstance(error, DiscourseError):
        return str(error)
    return f"malformed ({type(error).__name__}: {error})"
