"""Edit one of the learner's own roadmaps."""

from collections.abc import Callable

from genai_roadmap.app.checking import problems_view
from genai_roadmap.app.session import Session
from genai_roadmap.app.view import View
from genai_roadmap.errors import FileInvalidError
from genai_roadmap.storage import roadmap_files


def edit(session: Session, edit_text: Callable[[str, bytes], bytes], wants_again: Callable[[list[str]], bool]) -> View:
    """Edit the roadmap until it is valid, save it, and return the changes of slugs that lose progress.

    `edit_text` gets the file's name and content, `wants_again` the errors of an invalid roadmap. If it returns False,
    FileInvalidError is raised and the file is left as it was.
    """
    from genai_roadmap.roadmap.revision import undeclared_changes

    path = roadmap_files.own_file(session.roadmap.id)
    content = edit_text(path.name, roadmap_files.read_content(path))
    while problems := roadmap_files.problems(path, content):
        if not wants_again(problems):
            raise FileInvalidError(*problems, f"{path} is left as it was")
        content = edit_text(path.name, content)
    roadmap_files.save(path, content, session.now)
    return problems_view(undeclared_changes(session.roadmap, roadmap_files.read(path)))
