"""Mutation testing of the rules: how many small wrong changes do the calculator's tests notice?

`python -m tests.prove.mutation [module…]` tries every mutant of the modules, each in a process of its own
that stops at the first failing test. Each that survives must stand in mutation-survivors.toml, with a reason.
"""

import os
import resource
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

import pytest
from hypothesis import settings

from tests.prove.mutants import Mutant, mutants_of
from tests.prove.results import ROOT, write_result

MODULES = (
    *("money", "period", "policy", "pricing", "proration", "tax"),
    *("preview", "contract", "contract_lines", "contract_policy", "checks"),
)
GOAL = 0.95
_TESTS = ROOT / "tests" / "calculator"
# They start other programs, which would run the calculator unchanged, or read source instead of running it.
_OTHER_TESTS = {"test_cli.py", "test_table.py", "test_imports.py"}
# The slowest come last, and the first of the random samples is enough.
_SAMPLES = [
    "test_reconcile.py",
    "test_explanation.py::test_explanation_gives_its_amounts[0]",
    "test_properties.py",
    "test_oracle.py::test_sample_agrees[0]",
]
# Where most mutants of a module die, besides the tests of its own name.
_NEAR = {
    "money": ("rounding", "published"),
    "policy": ("presets", "published", "contract"),
    "pricing": ("tiers", "published"),
    "proration": ("units", "published"),
    "preview": ("charges", "published"),
    "contract_lines": ("messages", "contract", "tiers", "hostile"),
    "contract_policy": ("messages", "contract", "hostile"),
    "checks": ("messages", "contract", "hostile"),
    "contract": ("messages", "hostile"),
}
# A mutant that never ends is noticed too. Seconds of one core, so that a busy machine kills no one.
_SECONDS_AT_MOST = 120
_SURVIVED, _KILLED, _UNSOUND = 0, 1, 3
_SURVIVORS = Path(__file__).with_name("mutation-survivors.toml")


def main(modules: Sequence[str]) -> int:
    """Try the mutants of `modules` (all by default), write the result, and return 0 if it is good enough."""
    started = time.monotonic()
    paths = [ROOT / "calculator" / f"{name}.py" for name in modules or MODULES]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # no browser here: each process starts faster
    settings.register_profile("mutation", max_examples=15, derandomize=True, deadline=None, database=None)
    if os.waitpid(_start(None), 0)[1] != _SURVIVED:
        print("The tests fail before anything is changed: see make test.")
        return 1
    outcomes = _try_all([mutant for path in paths for mutant in mutants_of(path)])
    return _report(outcomes, paths, time.monotonic() - started)


def _try_all(mutants: Sequence[Mutant]) -> list[tuple[Mutant, bool]]:
    """Return each sound mutant and whether it survived; as many run at a time as there are cores."""
    outcomes: list[tuple[Mutant, bool]] = []
    running: dict[int, Mutant] = {}
    waiting = list(reversed(mutants))
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            mutant = waiting.pop()
            running[_start(mutant)] = mutant
        process, status = os.wait()
        mutant = running.pop(process)
        if os.waitstatus_to_exitcode(status) != _UNSOUND:
            outcomes.append((mutant, status == _SURVIVED))
            if status == _SURVIVED:
                print(f"survives: {mutant.path.stem}: {mutant.name}", flush=True)
        if (len(waiting) + len(running)) % 100 == 0:
            print(f"{len(waiting) + len(running)} of {len(mutants)} mutants to go", flush=True)
    return outcomes


def _start(mutant: Mutant | None) -> int:
    """Start the tests with a mutant in place of its module, and return the number of their process."""
    if process := os.fork():
        return process
    outcome = _KILLED
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS_AT_MOST, _SECONDS_AT_MOST))
        outcome = _outcome(mutant)
    finally:
        os._exit(outcome)


def _outcome(mutant: Mutant | None) -> int:
    if mutant:
        if not mutant.is_sound():
            return _UNSOUND
        sys.meta_path.insert(0, _MutantFinder(mutant))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    for tests in _stages(mutant.path.stem if mutant else ""):
        plugins = ["-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin"]
        status = pytest.main(["--exitfirst", "--quiet", "--hypothesis-profile=mutation", *plugins, *tests])
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return _KILLED
    return _SURVIVED


def _stages(module: str) -> list[list[str]]:
    """Return the tests to run: where most of the module's mutants die, the other tables, the samples."""
    near = {f"test_{name}.py" for name in (module, *_NEAR.get(module, ()))}
    last = {test.partition("::")[0] for test in _SAMPLES}
    files = sorted(path.name for path in _TESTS.glob("test_*.py") if path.name not in _OTHER_TESTS)
    stages = (
        [name for name in files if name in near],
        [name for name in files if name not in near | last],
        _SAMPLES,
    )
    return [[str(_TESTS / test) for test in stage] for stage in stages if stage]


class _MutantFinder:
    """Finds the mutant where its module is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: object, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return where the mutant is, for the module that it changes only."""
        if name != f"calculator.{self.mutant.path.stem}":
            return None
        location = str(self.mutant.path)
        return spec_from_file_location(name, location, loader=_MutantLoader(name, location, self.mutant))


class _MutantLoader(SourceFileLoader):
    def __init__(self, name: str, location: str, mutant: Mutant) -> None:
        super().__init__(name, location)
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        """Return the code of the changed module, never the cached one."""
        return compile(self.mutant.source, self.path, "exec")


def _report(outcomes: Sequence[tuple[Mutant, bool]], paths: Sequence[Path], seconds: float) -> int:
    """Print and write the score and the survivors; return 0 where the goal is met and each is explained."""
    survivors = [(mutant.path.stem, mutant.name) for mutant, lives in outcomes if lives]
    reasons = _reasons()
    tried = Counter(mutant.path.stem for mutant, _ in outcomes)
    living = Counter(module for module, _ in survivors)
    for module, count in tried.items():
        print(f"{module:16} {count - living[module]:5} of {count:5} killed")
    score = 1 - len(survivors) / len(outcomes)
    print(f"{'all':16} {len(outcomes) - len(survivors):5} of {len(outcomes):5} killed: {score:.1%}")
    unexplained = [survivor for survivor in survivors if survivor not in reasons]
    gone = [key for key in reasons if key[0] in tried and key not in survivors]
    for title, keys in (("survives without a reason", unexplained), ("explained, but dead or gone", gone)):
        for module, name in keys:
            print(f"{title}: {module}: {name}")
    result = {
        "mutants": len(outcomes),
        "killed": len(outcomes) - len(survivors),
        "score": round(score, 4),
        "minutes": round(seconds / 60, 1),
        "survivors": [
            {"module": key[0], "mutant": key[1], "why": reasons.get(key, "unexplained")} for key in survivors
        ],
    }
    write_result("mutation" if len(paths) == len(MODULES) else "mutation-in-part", result)
    return 0 if score >= GOAL and not unexplained and not gone else 1


def _reasons() -> dict[tuple[str, str], str]:
    """Return why no test should kill a mutant, by module and name."""
    groups = tomllib.loads(_SURVIVORS.read_text("utf-8")).get("survivors", [])
    return {(group["module"], mutant): group["why"] for group in groups for mutant in group["mutants"]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
