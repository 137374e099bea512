import csv
import io

import numpy as np
from PIL import Image

from dashboard.pages import find_pages
from dashboard.queries import clip_queries
from dashboard.records.clip_records import Problem
from dashboard.state import address
from dashboard.widgets.corpora import corpora_csv, corpora_table
from dashboard.widgets.crops import contact_sheet, crop_row
from dashboard.widgets.landmarks import landmarks_csv
from dashboard.widgets.problems import problems_csv
from dashboard.widgets.tables import Column, html_table


def test_find_pages__every_view_in_order():
    pages = find_pages()

    assert [page.title for page in pages][:2] == ["Overview", "Clips"]
    assert len({page.url_path for page in pages}) == len(pages)


def test_address__odd_values_survive():
    assert address("clips", gloss="a&b=ü", clip=None) == "clips?gloss=a%26b%3D%C3%BC"
    assert address("") == "./"


def test_html_table__values_are_escaped():
    html = html_table("<c>", [Column("<h>", '"hint"')], [["<v>"]])

    assert not any(f"<{name}>" in html for name in "chv")


def test_corpora_table__names_synthetic_and_links(use_store, full_store):
    use_store(full_store.root)
    corpora = clip_queries.corpus_summaries()

    html = corpora_table(corpora, {item.corpus: "#000000" for item in corpora})

    assert html.count("synthetic") == 1
    assert 'href="clips?corpus=gen-a"' in html


def test_corpora_csv__one_row_each(use_store, full_store):
    use_store(full_store.root)

    rows = list(
        csv.DictReader(io.StringIO(corpora_csv(clip_queries.corpus_summaries())))
    )

    assert [row["corpus"] for row in rows] == ["gen-a", "photos", "village"]


def test_problems_csv__commas_and_lines():
    problem = Problem("a", None, "k", "p,q", "what\nnow", "do", lost=True, step="s")

    rows = list(csv.DictReader(io.StringIO(problems_csv([problem]))))

    assert rows[0]["place"] == "p,q"
    assert rows[0]["what"] == "what\nnow"


def test_contact_sheet__blurred_crops_are_framed(use_store, full_store):
    use_store(full_store.root)
    crops = clip_queries.clip_crops("village/v00", padding_px=20)

    with Image.open(io.BytesIO(contact_sheet(crops, 350))) as sheet:
        assert sheet.size == (1120, 4 * 112)


def test_contact_sheet__nothing():
    with Image.open(io.BytesIO(contact_sheet([], 350))) as sheet:
        assert sheet.size == (1120, 112)


def test_crop_row__describes_and_marks(use_store, full_store):
    use_store(full_store.root)
    crops = clip_queries.frame_crops("village/v00", 10)

    html = crop_row(crops, ["<a>", "b", "c", "d"], 350)

    assert html.count("sa-blurred") == 2
    assert "<a>" not in html
    assert 'alt="right hand, frame 10, 0 px padding"' in html


def test_landmarks_csv__missing_points_are_empty(use_store, full_store):
    use_store(full_store.root)
    landmarks = clip_queries.landmarks("village/v00")
    assert landmarks is not None

    rows = list(csv.DictReader(io.StringIO(landmarks_csv(landmarks))))

    assert len(rows) == 24 * 75
    wrist = next(row for row in rows if row["point"] == "left_hand_wrist")
    assert wrist["x"] == ""
    nose = rows[0]
    assert nose["point"] == "nose"
    np.testing.assert_allclose(float(nose["x"]), 0.5)
    np.testing.assert_allclose(float(nose["visibility"]), 0.98, rtol=1e-5)
