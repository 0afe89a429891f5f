"""The pages in docs/ say what the rulebook says."""

from pathlib import Path

import pytest

from goldenthread.rulebook import reference
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.rights import ACTS
from goldenthread.rulebook.workflows import WORKFLOWS

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", reference.PAGES)
def test_the_page_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == reference.PAGES[name](), (
        f"docs/{name} has drifted: run python -m goldenthread.rulebook.reference"
    )


def test_drift_is_found_and_writing_mends_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reference.main(["--docs", str(tmp_path)]) == 0
    assert reference.main(["--docs", str(tmp_path), "--check"]) == 0
    page = tmp_path / "clocks.md"
    page.write_text(page.read_text("utf-8").replace("45 working days", "46 working days"), "utf-8")
    assert reference.main(["--docs", str(tmp_path), "--check"]) == 1
    assert "clocks.md is out of date" in capsys.readouterr().err
    assert reference.main(["--docs", str(tmp_path)]) == 0
    assert reference.main(["--docs", str(tmp_path), "--check"]) == 0


def test_every_clock_act_and_state_is_listed() -> None:
    clocks = reference.clocks_markdown()
    assert all(f'<a id="{id}"></a>' in clocks for id in CLOCKS)
    rights = reference.rights_markdown()
    assert all(f"(`{key}`)" in rights for key in ACTS)
    workflows = reference.workflows_markdown()
    assert workflows.count("stateDiagram-v2") == len(WORKFLOWS)


def test_every_stage_has_words() -> None:
    assert {clock.stage for clock in CLOCKS.values()} == set(reference.STAGES)
