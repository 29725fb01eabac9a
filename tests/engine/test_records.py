import pytest

from sdad.engine.records import Records
from sdad.errors import DiskFull


@pytest.fixture
def disk():
    """Returns a disk that can be full, and what was recorded on it."""

    class Disk:
        def __init__(self):
            self.full = False
            self.recorded = []

        def record(self, what):
            def record():
                if self.full:
                    raise DiskFull("/state")
                self.recorded.append(what)

            return record

    return Disk()


def test_records_are_made_at_once(disk):
    Records().make(disk.record("a"))
    assert disk.recorded == ["a"]


def test_what_the_disk_refuses_is_made_later_in_order(disk):
    records = Records()
    disk.full = True
    records.make(disk.record("a"))
    records.make(disk.record("b"))
    records.retry()
    assert disk.recorded == []
    disk.full = False
    # One that comes now must not overtake those that wait.
    records.make(disk.record("c"))
    records.retry()
    assert disk.recorded == ["a", "b", "c"]


def test_a_fault_of_ours_does_not_stand_in_the_way_of_the_next(disk):
    records = Records()

    def impossible():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        records.make(impossible)
    records.make(disk.record("a"))
    assert disk.recorded == ["a"]
