"""Workers take the modules of their own folders first, in the order of the collection, and leave none."""

from __future__ import annotations

from types import SimpleNamespace

from tests.scheduling import ByFolder

BROWSER, APP, DATA = "tests/browser/test_a.py", "tests/app/test_{}.py", "tests/geodata/test_{}.py"
MODULES = [APP.format("b"), DATA.format("b"), APP.format("a"), BROWSER, DATA.format("a"), APP.format("c")]


class Worker:
    """A worker by its number, which is told what to run."""

    shutting_down = False

    def __init__(self, number: int) -> None:
        self.gateway = SimpleNamespace(id=f"gw{number}")
        self.told: list[str] = []

    def send_runtest_some(self, indexes: list[int]) -> None:
        self.told += [MODULES[index] for index in indexes]

    def shutdown(self) -> None:
        self.shutting_down = True


def test_a_worker_takes_its_own_folders_first_and_then_what_is_left():
    config = SimpleNamespace(getvalue=lambda _: ["popen"] * 3, option=SimpleNamespace(loadscopereorder=False))
    scheduler = ByFolder(config)
    workers = [Worker(number) for number in range(3)]
    for worker in workers:
        scheduler.add_node(worker)
        scheduler.add_node_collection(worker, [f"{module}::test" for module in MODULES])
    scheduler.schedule()
    browser, app, data = (worker.told for worker in workers)
    assert browser == [BROWSER, APP.format("a")], "of its own there is one, and then the first that is left"
    assert app == [APP.format("b"), APP.format("c")]
    assert data == [DATA.format("b"), DATA.format("a")]
    assert not scheduler.workqueue
