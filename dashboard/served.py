"""What `signatlas serve` runs: the pages, behind the guard."""

import logging
import os
import sys

from starlette.middleware import Middleware
from streamlit.starlette import App

from dashboard.serving.failing import say_what_failed
from dashboard.serving.guard import Guard
from dashboard.serving.login import LOGIN_VARIABLE
from ingest.uploads.limits import gather_limits

logging.basicConfig(
    stream=sys.stderr, format="%(asctime)s %(name)s %(message)s", level=logging.WARNING
)
logging.getLogger("dashboard").setLevel(logging.INFO)
app = App(
    "app.py",
    middleware=[
        Middleware(
            Guard,
            login=bool(os.environ.get(LOGIN_VARIABLE)),
            upload_mb=gather_limits().megabytes,
        )
    ],
    on_script_error=say_what_failed,
)
