"""Corruptions planted on purpose: the input gate or the proof refuses them, and names the line."""

from collections import Counter

import corruptions
import pytest
from chitieu.project import Project
from chitieu.proof import agreement
from chitieu.seeds import inputs
from corruptions import Corpus, Corruption


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corruptions.open_corpus(tmp_path_factory.mktemp("corrupted"), Project.from_environment())


@pytest.fixture(scope="module")
def planted(corpus: Corpus) -> list[Corruption]:
    return list(corruptions.plant(list(corpus.documents.values()), corpus.registry))


def test_the_seeds_themselves_are_not_refused(corpus: Corpus) -> None:
    inputs.check(corpus.project)
    for name, reading in corpus.readings.items():
        assert agreement.compare(corpus.documents[name], reading, corpus.registry).problems == ()
    for document in corpus.documents.values():
        assert agreement.compare_figures_alone(document, corpus.registry).problems == ()


def test_every_kind_of_corruption_is_planted(planted: list[Corruption]) -> None:
    counts = Counter(corruption.kind for corruption in planted)
    assert set(counts) == set(corruptions.KINDS)
    assert min(counts.values()) >= 20
    assert len({corruption.what for corruption in planted}) > 0.9 * corruptions.PLANTED


def test_corruptions_are_refused_with_file_and_line(corpus: Corpus, planted: list[Corruption]) -> None:
    """Without the documents only what the copied figures tell is left to refuse by: less is asked, of a sample."""
    sample = planted if corpus.readings else planted[:64]
    refusals = [(corruption, corpus.refusals(corruption)) for corruption in sample]
    survivors = [corruption for corruption, problems in refusals if not problems]
    misplaced = [
        (corruption.kind, corruption.what, problems[:2])
        for corruption, problems in refusals
        if problems and not any(corruption.points_at(problem) for problem in problems)
    ]
    assert misplaced == []
    share = 1 - len(survivors) / len(sample)
    assert share >= (0.99 if corpus.readings else 0.4), [(one.kind, one.what) for one in survivors]
