from pathlib import Path

import pytest

from sdad.disks import volume_of
from sdad.engine.room import LITTLE_BYTES, LOOK_S, TOO_LITTLE_BYTES, Room


class Disk:
    def __init__(self):
        self.free, self.now, self.said = 10 * LITTLE_BYTES, 0.0, []
        self.room = Room(Path("/music"), self.said.append, lambda: self.now, self._free_of)

    def _free_of(self, folder):
        if self.free is None:
            raise OSError("gone")
        return self.free

    def look(self, free):
        self.free = free
        self.now += LOOK_S
        return self.room.look()


@pytest.fixture
def disk():
    return Disk()


def test_little_room_is_said_once_and_training_waits_when_there_is_too_little(disk, said):
    assert disk.look(10 * LITTLE_BYTES) and disk.said == []
    assert disk.look(LITTLE_BYTES - 1) and disk.look(LITTLE_BYTES // 2)
    (little,) = disk.said
    told = f"Only 1.0 GB are free on {volume_of('/music')} for files in /music."
    said(little, "storage.low_space", "/music", told, "Free some space there.")
    assert "Nothing is trained" not in little.text
    assert not disk.look(TOO_LITTLE_BYTES - 1) and not disk.look(0)
    assert len(disk.said) == 2 and "Nothing is trained" in disk.said[1].text
    assert disk.look(10 * LITTLE_BYTES) and len(disk.said) == 2
    disk.look(LITTLE_BYTES - 1)
    assert len(disk.said) == 3


def test_it_is_not_looked_at_all_the_time(disk):
    disk.look(10 * LITTLE_BYTES)
    disk.free = 0
    assert disk.room.look()


def test_a_disk_that_has_gone_changes_nothing(disk):
    assert disk.look(None) and disk.said == []
