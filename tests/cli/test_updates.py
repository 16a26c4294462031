"""Updates of an imported roadmap: which marks are kept, what is asked, and undoing one."""

from pathlib import Path

from support import Program


def done(program: Program, roadmap_id: str = "plan") -> list[str]:
    """Return the titles of the done topics with those of their ancestors, in order."""
    found: list[str] = []

    def walk(items: list[dict[str, object]], above: str) -> None:
        for item in items:
            path = f"{above}{item['title']}"
            if item.get("topics"):
                walk(item["topics"], f"{path} > ")  # type: ignore[arg-type]
            elif item["status"] == "done":
                found.append(path)

    walk(program("--roadmap", roadmap_id, "list", "--all", "--json").json["steps"], "")
    return found


def update(program: Program, file: Path, text: str, *options: str) -> str:
    file.write_text(text, encoding="utf-8")
    run = program("import", str(file), *options)
    assert run.code == 0, run.err
    return run.out


def test_mark_of_a_removed_topic_does_not_move_to_its_namesake(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    update(program, file, "# Plan\n\n## Alpha\n\n- Ideas\n  - X\n  - Y\n\n## Beta\n\n- Ideas\n  - X\n  - Z\n")
    assert program("--roadmap", "plan", "done", "1.1.1").code == 0
    assert done(program) == ["Alpha > Ideas > X"]
    update(program, file, "# Plan\n\n## Alpha\n\n- Ideas\n  - Y\n\n## Beta\n\n- Ideas\n  - X\n  - Z\n")
    assert done(program) == []


def test_retired_slug_is_not_assigned_again_by_the_identical_file(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    update(program, file, "# Plan\n\n## Alpha\n\n- X\n- Y\n\n## Beta\n\n- X\n- Z\n")
    assert program("--roadmap", "plan", "done", "1.1").code == 0
    second = "# Plan\n\n## Alpha\n\n- Y\n\n## Beta\n\n- X\n- Z\n"
    for _ in range(3):
        update(program, file, second)
        assert done(program) == []
