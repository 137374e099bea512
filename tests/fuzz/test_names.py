"""Files with hostile names in a folder to ingest: nothing takes effect, nothing is lost."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.clips import write_clips
from tests.fuzz.ingested import check_sentences, ingest_damaged
from tests.fuzz.names import HOSTILE_NAMES, NOT_UNICODE
from tests.ingest.conftest import CHECKOUT

BAR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
"""What a progress bar draws with."""
_SIGNATLAS = "from dashboard.cli import main; main()"


@pytest.mark.slow
def test_ingest__hostile_names(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    clip = write_clips(whole)["plain.mp4"]
    # All but one break off before their first frame, so that little is to be read.
    files = [(name, clip[:600] + os.urandom(8)) for name in HOSTILE_NAMES[1:]]
    files.append((HOSTILE_NAMES[0], clip))
    files.append((os.fsdecode(NOT_UNICODE), clip))

    ingested = ingest_damaged("folder", tmp_path / "esc\x1b[7m", files)

    problems = ingested.rows("problems")
    assert ingested.exit_code == 0, ingested.said
    assert "Traceback" not in ingested.said
    assert [row["source"] for row in ingested.rows("clips")] == [
        str(tmp_path / "esc\x1b[7m" / HOSTILE_NAMES[0])
    ]
    assert len(problems) == len(HOSTILE_NAMES)
    check_sentences(problems)
    assert not list(Path.cwd().glob("pwned")) + list(CHECKOUT.glob("pwned"))
    for said in (ingested.said, status_of(ingested.store.root)):
        plain = BAR.sub("", said).replace("\n", "")
        assert plain.isprintable(), repr(plain)


def status_of(root: Path) -> str:
    """What `signatlas status` prints."""
    done = subprocess.run(
        [sys.executable, "-c", _SIGNATLAS, "status", "--store", root],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout + done.stderr
