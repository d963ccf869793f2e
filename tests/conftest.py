"""Rules for every test: texts compiled first, no skip in CI, Hypothesis small unless asked, one room for a run.

What a run's controller imports is imported before any worker starts: little."""

import gc
import hashlib
import importlib.util
import os
import shutil
import tempfile
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

NO_SKIP = "MALI_ATLAS_NO_SKIP"
BUILD_HOOK = Path(__file__).parents[1] / "app" / "translations" / "hatch_build.py"
HYPOTHESIS = "MALI_ATLAS_HYPOTHESIS"
PROFILES = {"line": 12, "large": 500}
"""Examples of a property: in the test line, the same every time; and on request, others every time."""

FEW = (100_000, 50, 100)
"""Objects made between two looks for garbage: far more than usual, since a run makes tables and pages, not cycles, and
its collection keeps all that it makes."""
gc.set_threshold(*FEW)

for name, examples in PROFILES.items():
    settings.register_profile(
        name, max_examples=examples, derandomize=name == "line", deadline=None, database=None, print_blob=True
    )
settings.load_profile(os.environ.get(HYPOTHESIS, "line"))


@pytest.fixture(scope="module", autouse=True)
def _settled():
    """What is there when a module starts stays: the garbage collector, which runs after each sheet that is drawn, need
    not look at all that was imported again (0.2 s each time)."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _room(tmp_path_factory):
    """Where tests.once keeps what is made once a run; in the end nothing that is shared was changed."""
    from tests import once  # GeoPandas and what builds with it, which the controller has no use for

    once.open_room(tmp_path_factory.getbasetemp())
    yield
    assert once.changed() == []


MEMORY, MUCH = Path("/dev/shm"), 6 << 30  # noqa: S108 -- a folder of its own is made there
"""Where files lie in memory on Linux, and the bytes that must be free there for a whole run to keep its own there."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Compile the catalogues as the build does, once a run: a checkout that changed a text has the old ones."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what a run starts in its own processes is compiled once
    if not hasattr(config, "workerinput"):
        spec = importlib.util.spec_from_file_location("hatch_build", BUILD_HOOK)
        hook = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(hook)
        hook.compile_catalogues()
        if _is_whole(config) and not config.option.basetemp:
            _stay_in_memory(config)
    elif _is_whole(config):
        own = config.workerinput
        place = int(own["workerid"].removeprefix("gw")) / own["workercount"]
        config.args = _from_another(config.rootpath / "tests", place)


def _is_whole(config):
    """True for a run of every module."""
    return config.args_source is config.ArgsSource.TESTPATHS and not (config.option.ignore or config.option.ignore_glob)


def _stay_in_memory(config):
    """Keep the run's files in memory, where there is room, until it ends: it writes some 2 GB that nobody reads after
    it, and each file of a build takes a disk ten times as long."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MUCH:
        config.option.basetemp = tempfile.mkdtemp(prefix="atlas-", dir=MEMORY)
        config.add_cleanup(partial(shutil.rmtree, config.option.basetemp, ignore_errors=True))


def _from_another(folder, place):
    """The test modules from that far in their list on, each worker's from another: in a fresh clone each is compiled by
    the first that comes to it, and not by all at once. They run in the order of pytest_collection_modifyitems."""
    modules = sorted(map(str, folder.rglob("test_*.py")))
    begin = int(place * len(modules))
    return modules[begin:] + modules[:begin]


FIRST = (
    *("tests/browser/test_imported.py", "tests/browser/test_copying.py", "tests/app/ogc/test_readers.py"),
    *("tests/browser/test_accessible.py", "tests/browser/test_report_pages.py", "tests/test_package.py"),
)
"""Modules that take longest, which nobody should wait for at the end, in this order: what test_imported has the command
line import and build is the build that the others read."""
LATER = (
    *("tests/geodata/claims/", "tests/geodata/story/"),
    *("tests/geodata/builds/test_gather.py", "tests/geodata/figures/test_class_limits.py"),
)
"""Those that read it: the last of their folder, or they would make it once more while test_imported does."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Spread the modules that wait for a browser or a server among those that compute: the same order every time."""

    def place(item):
        module = item.nodeid.partition("::")[0]
        first = FIRST.index(module) if module in FIRST else len(FIRST)
        return first, module.startswith(LATER), hashlib.sha256(module.encode()).hexdigest()

    items.sort(key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Modules of one folder go to few workers, whose browser, apps and worlds they share."""
    if config.option.dist != "loadfile":
        return None
    from tests.scheduling import ByFolder  # xdist, which a run without workers has no use for

    return ByFolder(config, log)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get(NO_SKIP):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and no skip is allowed here: {call.excinfo}"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """A module skipped as a whole makes no test report: count it here."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get(NO_SKIP) and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
