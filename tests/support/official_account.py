"""What an official's account can import; run by that account's own Python.

Prints the names found that must not be there and ends with status 1 if there are any.
"""

from __future__ import annotations

import shutil
import sys
from importlib import import_module
from importlib.util import find_spec

FORBIDDEN = ("question_bank", "grading", "xuefa", "nbgrader", "benchmarks", "tests")
NEEDED = ("courses.server", "courses.lesson", "courses.lesson.pages", "exam_hall.contract")
NOT_ON_PATH = ("node", "npm", "xuefa")


def main() -> int:
    """Look, say what was found, return the exit status."""
    for name in NEEDED:
        import_module(name)
    found = [name for name in FORBIDDEN if find_spec(name) is not None]
    found += [f"bin/{name}" for name in NOT_ON_PATH if shutil.which(name)]
    loaded = sorted({name.split(".")[0] for name in sys.modules} & {*FORBIDDEN, "pandas"})
    print("不该有的：", *found, *loaded) if found or loaded else print("学员账号里只有课程和考场")
    return 1 if found or loaded else 0


if __name__ == "__main__":
    sys.exit(main())
