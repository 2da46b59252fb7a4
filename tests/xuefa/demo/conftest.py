from pathlib import Path

import pytest

from xuefa.demo.records import write_records
from xuefa.demo.town import Town, build_town

SEED = 20260918


@pytest.fixture(scope="session")
def town() -> Town:
    return build_town(SEED)


@pytest.fixture(scope="session")
def records(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "records"
    write_records(town, folder, seed=SEED, exam="leadership")
    return folder
