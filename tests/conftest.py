"""Rules for every test: with MALI_ATLAS_NO_SKIP=1, as in CI, a skipped test is a failed one."""

import os

import pytest

NO_SKIP = "MALI_ATLAS_NO_SKIP"


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
