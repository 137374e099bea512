"""Names that files should not have, and some have."""

from typing import Final

HOSTILE_NAMES: Final = (
    "new\nline.mp4",
    "esc\x1b[31mred\x1b]0;title\x07.mp4",
    "\x9b2Jc1.mp4",
    "turned\u202e4pm.exe.mp4",
    "-rf.mp4",
    "--help.mp4",
    "q'uo\"te`.mp4",
    "<img src=x onerror=alert(1)>.mp4",
    "**b** [l](javascript:alert(1)).mp4",
    "$(touch pwned);touch pwned.mp4",
    "%s%n {0} {name}.mp4",
    f"{'long ' * 48}.mp4",
    f"{'手' * 80}.mp4",
)
NOT_UNICODE: Final = b"bad\xff\xfe.mp4"
