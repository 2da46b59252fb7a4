"""Publishing the practice pool: reviewed practice items as the courses read them.

Items of the exam pool never leave the bank this way; nor do essays, which no card can mark.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from courses.questions.records import Citation, Question, QuestionFile
from courses.statutes.matching import digest
from courses.statutes.proving import Proof
from question_bank.bank import Bank, BankItem

PUBLISH = "xuefa bank publish-practice"
"""The command that writes the files."""


def practice_files(bank: Bank, proofs: Mapping[str, Sequence[Proof]]) -> dict[str, str]:
    """The files of the practice pool by name, one per law as the ids begin."""
    questions: dict[str, list[Question]] = defaultdict(list)
    for entry in bank.pool("practice"):
        if not entry.item.is_essay:
            prefix = entry.item.id.split("-")[0]
            questions[f"{prefix}.json"].append(_question(entry, proofs.get(entry.item.id, ())))
    return {name: _text(own) for name, own in sorted(questions.items())}


def _question(entry: BankItem, proofs: Sequence[Proof]) -> Question:
    item = entry.item
    versions = {proof.quote_sha256: proof.version for proof in proofs}
    cited = (one for one in item.citations if one.law and one.article)
    return Question.model_validate(
        {
            "id": item.id,
            "kind": item.kind.value,
            "law": entry.law,
            "topic": entry.topic,
            "difficulty": item.difficulty,
            "negative": item.negative,
            "stem": item.stem,
            "options": item.options,
            "key": item.key(),
            "explanation": item.explanation,
            "citations": [
                Citation(
                    law=str(one.law),
                    article=str(one.article),
                    quote=one.quote,
                    version=versions.get(digest(one.quote)),
                )
                for one in cited
            ],
        }
    )


def _text(questions: Sequence[Question]) -> str:
    file = QuestionFile(generated_by=PUBLISH, questions=tuple(questions))
    return file.model_dump_json(indent=1, exclude_defaults=True) + "\n"


def outdated(files: Mapping[str, str], folder: Path) -> list[str]:
    """Name the files of a folder that are not what would be published, or should not be there."""
    present = {path.name for path in folder.glob("*.json")}
    stale = [
        name
        for name, text in files.items()
        if name not in present or (folder / name).read_bytes() != text.encode()
    ]
    return sorted({*stale, *(present - files.keys())})


def publish(files: Mapping[str, str], folder: Path) -> None:
    """Write the files and remove those of earlier times.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
