"""Opening a zip file that somebody sent: what one that is damaged, or packed otherwise than is read here, brings about
is known in this one place."""

from __future__ import annotations

import errno
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import error as BrokenStream

from goldenthread.kernel.refusal import Refused

# Each is what a file may bring about: a directory, a header or a checksum that is wrong; a stream that does not unpack;
# a password, or a newer kind of zip; an end that comes too soon; a name in no known letters.
_DAMAGED = (zipfile.BadZipFile, BrokenStream, RuntimeError, EOFError, UnicodeDecodeError)
# What unpacks the others is not bounded in its memory, and programs that pack folders and workbooks use no other.
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@contextmanager
def opened_zip(path: Path, damaged: Refused) -> Iterator[zipfile.ZipFile]:
    """A zip file, opened for reading. Raises `damaged` for one that is none, and for what turns out to be damaged while
    it is read."""
    try:
        with zipfile.ZipFile(path) as packed:
            yield packed
    except _DAMAGED:
        raise damaged from None
    except OSError as reason:
        # A directory may name a place before the file begins. Any other is the disk's, and is not said to be the
        # file's.
        if reason.errno != errno.EINVAL:
            raise
        raise damaged from None


def is_read(parts: Iterable[zipfile.ZipInfo]) -> bool:
    """Whether these parts are packed in a way that is read here: as they are, or deflated."""
    return all(part.compress_type in _READ for part in parts)
