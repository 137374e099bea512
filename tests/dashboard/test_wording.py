import pytest

from dashboard.wording import (
    MISSING,
    amount,
    attribute_text,
    counted,
    html_text,
    percent,
    plain,
    time_left,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("BOOK", "BOOK"),
        ("**x**", r"\*\*x\*\*"),
        ("a\n# b", r"a \# b"),
        (":red[c]", r"\:red\[c\]"),
        ("<b>", r"\<b\>"),
        ("학교", "학교"),
    ],
)
def test_plain__nothing_takes_effect(text, shown):
    assert plain(text) == shown


def test_attribute_text__no_tag_and_no_end_of_the_attribute():
    assert attribute_text('<b>"x"</b>') == "\u2039b\u203a&quot;x&quot;\u2039/b\u203a"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, MISSING),
        (0, "0 %"),
        (0.001, "<1 %"),
        (0.5, "50 %"),
        (0.999, ">99 %"),
        (1, "100 %"),
    ],
)
def test_percent__never_rounds_to_nothing_or_all(share, text):
    assert percent(share) == text


def test_html_text__missing_and_markup():
    assert html_text(None) == MISSING
    assert html_text("<i>&") == "&lt;i&gt;&amp;"


def test_counted__one_and_many():
    assert counted(1, "gloss", "glosses") == "1 gloss"
    assert counted(1204, "clip") == "1,204 clips"
    assert amount(0) == "0"


@pytest.mark.parametrize(
    ("left_ms", "text"),
    [
        (None, "time left not known yet"),
        (900, "1 s left"),
        (61_000, "1 min 1 s left"),
        (7_260_000, "2 h 1 min left"),
    ],
)
def test_time_left__in_words(left_ms, text):
    assert time_left(left_ms) == text
