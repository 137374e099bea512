"""Visitors of the real dashboard who speak its protocol, without a browser."""

import urllib.request
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Final, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE_S: Final = 600
_BOUNDARY: Final = "a-border-that-no-video-holds"
_XSRF: Final = "_streamlit_xsrf"


@dataclass
class Seen:
    """What one run of a page drew.

    Attributes:
        words: all texts, in the order in which they came.
        errors: tracebacks served.
        uploader: id of the place for files; empty: there is none.
    """

    words: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    uploader: str = ""

    def take(self, message: ForwardMsg) -> None:
        """Take in one message of the server."""
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "file_uploader":
            self.uploader = element.file_uploader.id
        elif kind == "exception":
            self.errors.append(element.exception.message)
        elif kind in {"markdown", "alert", "heading"}:
            self.words.append(getattr(element, kind).body)
        elif kind == "progress":
            self.words.append(element.progress.text)


class Visitor:
    """One visit to one page."""

    def __init__(self, address: str, page: str) -> None:
        self._address, self._page = address, page
        self._cookie = self._token()
        self._talk: ClientConnection = connect(
            f"ws{address.removeprefix('http')}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
        )
        self._session = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ended: object) -> None:
        self._talk.close()

    def open(self) -> Seen:
        """Open the page."""
        return self._run(BackMsg())

    def upload(self, uploader: str, name: str, content: bytes) -> Seen:
        """Put a file into a place for files, and wait for the page that answers."""
        asked = BackMsg()
        asked.file_urls_request.request_id = "one"
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self._session
        self._talk.send(asked.SerializeToString())
        answer = self._received()
        while not answer.HasField("file_urls_response"):
            answer = self._received()
        (urls,) = answer.file_urls_response.file_urls
        self._put(urls.upload_url, name, content)
        told = BackMsg()
        state = told.rerun_script.widget_states.widgets.add()
        state.id = uploader
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.file_id, info.name, info.size = urls.file_id, name, len(content)
        info.file_urls.CopyFrom(urls)
        return self._run(told)

    def _run(self, message: BackMsg) -> Seen:
        message.rerun_script.page_name = self._page
        self._talk.send(message.SerializeToString())
        seen = Seen()
        while True:
            told = self._received()
            if told.HasField("new_session"):
                self._session = told.new_session.initialize.session_id or self._session
            seen.take(told)
            ended = told.WhichOneof("type") == "script_finished"
            if ended and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return seen

    def _received(self) -> ForwardMsg:
        content = self._talk.recv(timeout=PATIENCE_S)
        assert isinstance(content, bytes)
        message = ForwardMsg()
        message.ParseFromString(content)
        return message

    def _token(self) -> str:
        with urllib.request.urlopen(f"{self._address}/_stcore/health") as answer:
            cookies = SimpleCookie(answer.headers.get("Set-Cookie", ""))
        return cookies[_XSRF].value if _XSRF in cookies else ""

    def _put(self, url: str, name: str, content: bytes) -> None:
        head = (
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
            f'filename="{name}"\r\nContent-Type: video/mp4\r\n\r\n'
        )
        body = head.encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
        request = urllib.request.Request(
            f"{self._address}{url}",
            data=body,
            method="PUT",
            headers={
                "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
                "Cookie": f"{_XSRF}={self._cookie}",
                "X-Xsrftoken": self._cookie,
            },
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_S):
            return
