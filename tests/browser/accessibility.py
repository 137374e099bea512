"""What axe-core finds serious on a page, and whether the page fits its width."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS = ("serious", "critical")
# Parts that Streamlit draws wrongly and that no option of it changes: (rule, part).
NOT_OURS = (
    ("aria-allowed-attr", 'data-testid="stSidebar"'),
    ("label", 'data-testid="stFileUploaderDropzo'),
)


def serious_findings(page: Page) -> list[str]:
    """Return what axe-core finds serious, but for what is Streamlit's own."""
    return [
        f"{finding['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for finding in Axe().run(page).response["violations"]
        if finding["impact"] in SERIOUS
        for node in finding["nodes"]
        if not any(
            rule == finding["id"] and part in node["html"] for rule, part in NOT_OURS
        )
    ]


def overflow_px(page: Page) -> int:
    """Return by how much the page is wider than its window."""
    main = page.locator('[data-testid="stMain"]')
    return int(main.evaluate("part => part.scrollWidth - part.clientWidth"))
