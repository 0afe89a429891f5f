"""Zip files that are damaged, or packed otherwise than is read here, are refused in words and never break a page."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from goldenthread.kernel.refusal import Refused
from goldenthread.returns.operations.annex_file import NotAWorkbook, looked_into
from goldenthread.returns.operations.ssd_zip import looked_into_zip
from goldenthread.returns.operations.zip_file import is_read, opened_zip
from goldenthread.returns.public import NotADataset, load_ssd_zip

AT = datetime(2026, 12, 15, 12, 0, tzinfo=UTC)
PERSON = b"pers_person_id,pers_sex\nP1,F\n" * 20


def a_zip(name: str = "ssd_person.csv", packed_as: int = zipfile.ZIP_DEFLATED) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", packed_as) as packed:
        packed.writestr(name, PERSON)
    return kept.getvalue()


def of_a_newer_version(written: bytes) -> bytes:
    """The same, made by a program that says a reader of version 9.9 is needed: such a one is not even opened."""
    place = written.index(b"PK\x01\x02") + 6
    return written[:place] + struct.pack("<H", 99) + written[place + 2 :]


def a_part_before_the_file(written: bytes) -> bytes:
    """The same, whose directory says that it is longer than it is, so that its part begins before the file does."""
    place = written.index(b"PK\x05\x06") + 16
    (at,) = struct.unpack_from("<I", written, place)
    return written[:place] + struct.pack("<I", at + 20) + written[place + 4 :]


@pytest.mark.django_db
@pytest.mark.parametrize("damage", [of_a_newer_version, a_part_before_the_file])
def test_a_zip_file_that_cannot_be_opened_is_refused_in_words(damage: Any, tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path / "home"
    file = tmp_path / "file.zip"
    file.write_bytes(damage(a_zip()))
    with pytest.raises(NotADataset, match="damaged"):
        load_ssd_zip(file, by=None, at=AT)
    file.write_bytes(damage(a_zip("xl/workbook.xml")))
    with pytest.raises(NotAWorkbook, match="damaged"):
        looked_into(file)


def test_one_that_waits_for_a_worker_is_refused_before_it_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "file.zip"
    file.write_bytes(of_a_newer_version(a_zip()))
    with pytest.raises(NotADataset, match="damaged"):
        looked_into_zip(file)


@pytest.mark.parametrize("packed_as", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_tables_packed_otherwise_are_never_unpacked(packed_as: int, tmp_path: Path) -> None:
    """What unpacks them may ask for any memory."""
    file = tmp_path / "file.zip"
    file.write_bytes(a_zip(packed_as=packed_as))
    with pytest.raises(NotADataset, match="an ordinary zip file"):
        looked_into_zip(file)


def test_whatever_byte_is_damaged_it_is_read_or_refused(tmp_path: Path) -> None:
    whole, file, read = a_zip(), tmp_path / "file.zip", 0
    for place in range(len(whole)):
        for other in (0, 1, 128, 255, whole[place] ^ 1, whole[place] ^ 64):
            file.write_bytes(whole[:place] + bytes([other]) + whole[place + 1 :])
            try:
                with opened_zip(file, Refused("damaged")) as packed:
                    for part in filter(lambda one: is_read([one]), packed.infolist()):
                        packed.read(part)
                        read += 1
            except Refused as reason:
                assert str(reason) == "damaged"
    assert read
