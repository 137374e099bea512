"""`python -m ingest.uploads LIMITS`: the process that looks at one upload."""

import json
import sys

from ingest.uploads.limits import UploadLimits
from ingest.uploads.reader import run

if __name__ == "__main__":
    run(UploadLimits(**json.loads(sys.argv[1])))
