"""Measure the reader and write the numbers into docs/reader.md: `python scripts/reader_report.py`.

The page is written by hand but for the blocks between `<!-- generated: NAME -->` and `<!-- end -->`. A block whose
documents are absent stays as it is. `--slow` measures too what is refused without the documents, tests of dbt included:
some minutes. `--check` writes nothing and exits with 1 if a block is out of date.
"""

import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "python"))

from chitieu import transform  # noqa: E402
from chitieu.errors import InputError  # noqa: E402
from chitieu.project import Project  # noqa: E402
from chitieu.proof import accuracy, agreement, cases, fit, measure, verify  # noqa: E402
from chitieu.proof.measure import Score  # noqa: E402
from chitieu.seeds.registry import Registry  # noqa: E402
from corruptions import Corpus, Corruption, open_corpus, plant, write  # noqa: E402

PAGE = ROOT / "docs" / "reader.md"
PASSAGES = ROOT / "tests" / "passages"
CASES = ROOT / "tests" / "cases"
SAMPLE = 64
"""Corruptions tried without the documents: four of each kind, since each that survives costs a run of dbt."""

_BLOCK = re.compile(r"(<!-- generated: (?P<name>[a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_COUNTS = ("spans", "value", "scenario", "period", "area")


def main(
    slow: Annotated[bool, typer.Option(help="Measure too what is refused without the documents.")] = False,
    check: Annotated[bool, typer.Option(help="Write nothing; exit with 1 if the page is out of date.")] = False,
    folder: Annotated[Path | None, typer.Option(help="Only print how well the passages of a folder are read.")] = None,
    keep: Annotated[str | None, typer.Option(help="With --folder: keep its signs, no text, in tests/cases.")] = None,
) -> None:
    """Measure the reader and write the numbers into docs/reader.md."""
    if folder is not None:
        registry = Registry.load(ROOT / "seeds" / "reference")
        counted = accuracy.account(measure.load(folder), registry)
        print(table(("field", "right", "right where sure", "figures"), accuracy.table(counted)), end="")
        if keep:
            cases.write(cases.of_account(counted, f"{keep}:"), CASES / f"{keep}.csv")
        return
    before = PAGE.read_text(encoding="utf-8")
    if not check:
        fit.fit(known_cases())
    after = renewed(before, blocks(slow))
    if check:
        if after != before:
            print("docs/reader.md is out of date; run make reader-report", file=sys.stderr)
            raise typer.Exit(1)
        return
    PAGE.write_text(after, encoding="utf-8")


def renewed(page: str, new: dict[str, str]) -> str:
    """The page with the blocks that are in `new` put in the place of the old ones."""
    return _BLOCK.sub(lambda old: old[1] + new[old["name"]] + old[3] if old["name"] in new else old[0], page)


def blocks(slow: bool = False) -> dict[str, str]:
    """The generated blocks that can be measured here, by name."""
    project = Project.from_environment()
    found = {"passages": passages_block(), "fields": fields_block(), "sure": sure_block()}
    with tempfile.TemporaryDirectory() as folder:
        corpus = open_corpus(Path(folder) / "corpus", project)
        if len(corpus.readings) == len(corpus.documents):
            found |= {"proof": proof_block(project), "corruptions": corruptions_block(corpus)}
        if slow:
            found["absent"] = absent_block(replace(corpus, readings={}))
    return found


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; columns after the first are numbers."""
    names = list(header)
    lines = [names, ["---", *["---:"] * (len(names) - 1)], *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


def percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


# --- the blocks


def proof_block(project: Project) -> str:
    """Rows that needed a settlement, field by field."""
    proof = verify.prove(project)
    said = f"{proof.rows} observations of {len(proof.present)} documents were read again, {proof.gate.failed} differ"
    groups = [*verify.LIMITS, *(name for name in proof.settled if name not in verify.LIMITS)]
    rows = [
        (
            group,
            proof.settled.get(group, 0),
            percent(proof.settled.get(group, 0), proof.rows),
            f"{verify.LIMITS[group]:.0%}" if group in verify.LIMITS else "-",
        )
        for group in groups
    ]
    return f"{said}.\n\n{table(('field', 'rows settled', 'share', 'limit'), rows)}"


def corruptions_block(corpus: Corpus) -> str:
    """Corruptions refused with the documents, by kind, and those that were not."""
    planted = list(plant(list(corpus.documents.values()), corpus.registry))
    survivors = [one for one in planted if not corpus.refusals(one)]
    kinds, lost = Counter(one.kind for one in planted), Counter(one.kind for one in survivors)
    rows = [(kind, count, count - lost[kind]) for kind, count in kinds.items()]
    refused = len(planted) - len(survivors)
    said = f"{refused} of {len(planted)} corruptions were refused: {percent(refused, len(planted))}."
    listed = "".join(f"- {one.kind}: {one.what}\n" for one in survivors) or "No corruption survived.\n"
    return f"{said}\n\n{table(('kind', 'planted', 'refused'), rows)}\n{listed}"


def absent_block(corpus: Corpus) -> str:
    """Corruptions refused without the documents, by the first gate that refuses them."""
    planted = list(plant(list(corpus.documents.values()), corpus.registry, SAMPLE))
    by_gate: Counter[str] = Counter()
    survivors: list[Corruption] = []
    with tempfile.TemporaryDirectory() as folder:
        dbt = _Dbt(corpus, Path(folder))
        for corruption in planted:
            gate = _first_gate(corpus, corruption, dbt)
            by_gate[gate] += 1
            if gate == "none":
                survivors.append(corruption)
    refused = SAMPLE - by_gate["none"]
    kinds = ", ".join(f"{kind} ({count})" for kind, count in Counter(one.kind for one in survivors).items())
    names = {
        "input files": "the input gate",
        "figures": "the copied figures read by themselves",
        "dbt": "the data tests of dbt",
        "none": "nothing",
    }
    rows = [(name, by_gate[gate], percent(by_gate[gate], SAMPLE)) for gate, name in names.items()]
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    return (
        f"Measured on {today}: the first {SAMPLE} of the same corruptions, each against every gate in turn, the whole "
        f"dbt project included. {refused} were refused: {percent(refused, SAMPLE)}.\n\n"
        f"{table(('refused by', 'corruptions', 'share'), rows)}\nWhat survived: {kinds or 'nothing'}.\n"
    )


def _first_gate(corpus: Corpus, corruption: Corruption, dbt: "_Dbt") -> str:
    if corpus.input_problems(corruption.document):
        return "input files"
    if agreement.compare_figures_alone(corruption.document, corpus.registry).problems:
        return "figures"
    return "dbt" if dbt.refuses(corruption) else "none"


class _Dbt:
    """The dbt project over the corrupted seeds."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        self.corpus, self.folder = corpus, folder
        for name in ("models", "macros", "tests"):
            shutil.copytree(
                ROOT / name, corpus.project.root / name, ignore=shutil.ignore_patterns("python", "passages")
            )
        for path in ROOT.glob("*.yml"):
            shutil.copy(path, corpus.project.root)
        verify.write_evidence(verify.prove(replace(corpus.project, documents=folder)), folder / "evidence.csv")
        if failures := self.failures():
            raise SystemExit(f"the seeds as they are fail: {failures}")

    def failures(self) -> list[str]:
        candidate = self.folder / "candidate" / "chitieu.duckdb"
        return transform.run(self.corpus.project, candidate, self.folder / "evidence.csv").failures

    def refuses(self, corruption: Corruption) -> bool:
        """Whether a model or a test fails; the seeds are put right again."""
        write(self.corpus.project, corruption.document)
        try:
            return bool(self.failures())
        finally:
            write(self.corpus.project, self.corpus.documents[corruption.document.document_id])


def passages_block() -> str:
    """Recall and precision of spans and accuracy of what was read, on the passages of tests/passages."""
    registry = Registry.load(ROOT / "seeds" / "reference")
    halves: dict[str, Score] = {}
    rows = []
    for passage in measure.load(PASSAGES):
        score, _ = measure.measure(passage, registry)
        halves[passage.half] = halves.get(passage.half, Score()) + score
        rows.append(_score_row(f"{passage.passage_id} ({passage.half})", score))
    totals = [_score_row(f"**all {half}**", score) for half, score in halves.items()]
    totals.append(_score_row("**all**", sum(halves.values(), Score())))
    header = ("passage", "figures", "recall", "precision", "value, unit, comparator", "scenario", "period", "area")
    return table(header, [*rows, *totals])


def fields_block() -> str:
    """What is right on the passages, field by field, of all rows and of those called sure."""
    counted = accuracy.account(measure.load(PASSAGES), Registry.load(ROOT / "seeds" / "reference"))
    return table(("field", "right", "right where sure", "figures"), accuracy.table(counted))


def known_cases() -> list[cases.Case]:
    """What the probabilities are fitted on: the passages, and the signs of texts that are not kept."""
    registry = Registry.load(ROOT / "seeds" / "reference")
    found = list(cases.of_account(accuracy.account(measure.load(PASSAGES), registry)))
    return found + [case for path in sorted(CASES.glob("*.csv")) for case in cases.read(path)]


def sure_block() -> str:
    """How far the probabilities can be trusted, by cross-validation."""
    trust = fit.validated(fit.rows_of(known_cases()))
    said = []
    for name, only_real in (("real texts", True), ("all texts", False)):
        rows, sure, right = trust.sure(only_real)
        said.append((name, rows, percent(sure, rows), percent(right, sure)))
    bins = [
        (name, count, f"{mean:.0%}", f"{share:.0%}", "█" * round(share * 20))
        for name, count, mean, share in trust.bins()
    ]
    return (
        f"Sure begins at {trust.level:.2f}. Brier score {trust.brier:.3f}.\n\n"
        f"{table(('texts', 'rows with an indicator', 'called sure', 'right where sure'), said)}\n"
        f"{table(('probability', 'rows', 'said', 'was', 'right'), bins)}"
    )


def _score_row(name: str, score: Score) -> tuple[object, ...]:
    shares = {count: f"{score.share(count):.1%}" for count in _COUNTS}
    return name, score.figures, shares.pop("spans"), f"{score.precision:.1%}", *shares.values()


if __name__ == "__main__":
    try:
        typer.run(main)
    except InputError as problem:
        raise SystemExit(str(problem)) from problem
