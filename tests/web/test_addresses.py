"""The addresses that people copy, and the files at them."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap.errors import RequestError
from genai_roadmap.web.addresses import READMES, is_address, looks_like_address, name_of_path, parse

RAW = "https://raw.githubusercontent.com"
FILES = [
    # A page, the file at it, and the name of the roadmap.
    ("https://github.com/ada/plan", f"{RAW}/ada/plan/HEAD/README.md", "plan"),
    ("github.com/ada/plan", f"{RAW}/ada/plan/HEAD/README.md", "plan"),
    ("http-less www.github.com/ada/plan/", f"{RAW}/ada/plan/HEAD/README.md", "plan"),
    ("https://github.com/ada/plan.git", f"{RAW}/ada/plan/HEAD/README.md", "plan"),
    ("git@github.com:ada/plan.git", f"{RAW}/ada/plan/HEAD/README.md", "plan"),
    ("ssh://git@github.com/ada/plan.git", f"{RAW}/ada/plan/HEAD/README.md", "plan"),
    ("ssh://git@gitlab.example.com:2222/o/r.git", "https://gitlab.example.com/o/r/-/raw/HEAD/README.md", "r"),
    ("git@gitlab.com:2222/r.git", "https://gitlab.com/2222/r/-/raw/HEAD/README.md", "r"),
    ("https://github.com/vuejs/vue.js", f"{RAW}/vuejs/vue.js/HEAD/README.md", "vue.js"),
    ("https://github.com/r/r.github.io/blob/main/README.md", f"{RAW}/r/r.github.io/main/README.md", "r.github.io"),
    ("https://github.com/ada/plan/tree/main/v1.2", f"{RAW}/ada/plan/main/v1.2/README.md", "v1.2"),
    ("https://github.com/ada/vue.js/wiki", f"{RAW}/wiki/ada/vue.js/Home.md", "vue.js"),
    ("https://github.com/ada/plan/wiki/Node.js", f"{RAW}/wiki/ada/plan/Node.js.md", "Node.js"),
    ("https://gitlab.com/a/b/-/raw/main/web.md", "https://gitlab.com/a/b/-/raw/main/web.md", "web"),
    (
        "https://github.com/ada/plan/releases/download/v1/web.md",
        "https://github.com/ada/plan/releases/download/v1/web.md",
        "web",
    ),
    (
        "https://gist.github.com/ada/0123456789abcdef/raw/web.md",
        "https://gist.github.com/ada/0123456789abcdef/raw/web.md",
        "web",
    ),
    ("https://github.com/ada/plan?tab=readme-ov-file#start", f"{RAW}/ada/plan/HEAD/README.md", "plan"),
    ("https://github.com/ada/plan/tree/main", f"{RAW}/ada/plan/main/README.md", "plan"),
    ("https://github.com/ada/plan/tree/v1.0/docs/web", f"{RAW}/ada/plan/v1.0/docs/web/README.md", "web"),
    ("https://github.com/ada/plan/blob/main/README.md", f"{RAW}/ada/plan/main/README.md", "plan"),
    ("https://github.com/ada/plan/blob/main/web.md?plain=1#L3-L9", f"{RAW}/ada/plan/main/web.md", "web"),
    ("https://github.com/ada/plan/blob/a/b/docs/readme.md", f"{RAW}/ada/plan/a/b/docs/readme.md", "docs"),
    ("https://github.com/ada/plan/blob/main/My%20plan.md", f"{RAW}/ada/plan/main/My%20plan.md", "My plan"),
    ("https://github.com/ada/plan/blob/main/My plan.md", f"{RAW}/ada/plan/main/My%20plan.md", "My plan"),
    ("https://github.com/ada/plan/raw/main/web.md", f"{RAW}/ada/plan/main/web.md", "web"),
    ("https://github.com/ada/plan/raw/refs/heads/main/web.md", f"{RAW}/ada/plan/refs/heads/main/web.md", "web"),
    ("https://github.com/ada/plan/edit/main/web.md", f"{RAW}/ada/plan/main/web.md", "web"),
    ("https://github.com/ada/plan/wiki", f"{RAW}/wiki/ada/plan/Home.md", "plan"),
    ("https://github.com/ada/plan/wiki/Roadmap", f"{RAW}/wiki/ada/plan/Roadmap.md", "plan"),
    (f"{RAW}/ada/plan/main/web.md?token=x", f"{RAW}/ada/plan/main/web.md?token=x", "web"),
    ("https://gist.github.com/ada/0123456789abcdef", "https://gist.github.com/ada/0123456789abcdef/raw", ""),
    ("gist.github.com/0123456789abcdef#file-plan-md", "https://gist.github.com/0123456789abcdef/raw", ""),
    ("https://gitlab.com/a/b/plan", "https://gitlab.com/a/b/plan/-/raw/HEAD/README.md", "plan"),
    ("https://gitlab.example.org/a/plan.git", "https://gitlab.example.org/a/plan/-/raw/HEAD/README.md", "plan"),
    ("git@gitlab.com:a/plan.git", "https://gitlab.com/a/plan/-/raw/HEAD/README.md", "plan"),
    ("https://gitlab.com/a/plan/-/tree/main?ref_type=heads", "https://gitlab.com/a/plan/-/raw/main/README.md", "plan"),
    ("https://code.example.org/a/b/-/blob/main/x/web.md", "https://code.example.org/a/b/-/raw/main/x/web.md", "web"),
    ("https://gitlab.com/a/b/-/snippets/12", "https://gitlab.com/a/b/-/snippets/12/raw", ""),
    ("https://gitlab.com/-/snippets/12", "https://gitlab.com/-/snippets/12/raw", ""),
    ("codeberg.org/a/plan", "https://codeberg.org/api/v1/repos/a/plan/raw/README.md", "plan"),
    ("https://codeberg.org/a/plan/src/branch/main", "https://codeberg.org/a/plan/raw/branch/main/README.md", "plan"),
    ("https://git.example.org/a/b/src/tag/v1.2/web.md", "https://git.example.org/a/b/raw/tag/v1.2/web.md", "web"),
    (
        "https://codeberg.org/a/b/src/branch/main/docs",
        "https://codeberg.org/a/b/raw/branch/main/docs/README.md",
        "docs",
    ),
    ("https://bitbucket.org/a/plan", "https://bitbucket.org/a/plan/raw/HEAD/README.md", "plan"),
    ("https://bitbucket.org/a/plan/src/main/", "https://bitbucket.org/a/plan/raw/main/README.md", "plan"),
    ("https://bitbucket.org/a/plan/src/main/web.md", "https://bitbucket.org/a/plan/raw/main/web.md", "web"),
    ("https://example.org/plans/web.md?v=1#x", "https://example.org/plans/web.md?v=1", "web"),
    ("HTTPS://Example.ORG:443/web.md", "https://example.org/web.md", "web"),
    ("https://example.org/roadmap/", "https://example.org/roadmap/", "example"),
    ("https://www.example.org", "https://www.example.org/", "example"),
    ("https://bücher.example/ä.md", "https://xn--bcher-kva.example/%C3%A4.md", "ä"),
    ("http://127.0.0.1:8000/web.md", "http://127.0.0.1:8000/web.md", "web"),
    ("http://[::1]:8000/", "http://[::1]:8000/", ""),
    ("http://localhost/index.html", "http://localhost/index.html", ""),
]


@pytest.mark.parametrize(("text", "file", "name"), FILES)
def test_file_at_an_address(text: str, file: str, name: str) -> None:
    text = text.removeprefix("http-less ")
    assert is_address(text)
    found = parse(text)
    assert (found.files[0], found.name) == (file, name)
    assert len(found.files) in (1, len(READMES))
    assert "#" not in found.url


def test_same_page_has_the_same_url() -> None:
    texts = ["github.com/ada/plan", "https://www.github.com/ada/plan/", "git@github.com:ada/plan.git"]
    assert {parse(text).url for text in texts} == {"https://github.com/ada/plan"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("http://example.org/a.md", "http://example.org/a.md is not encrypted; use https://example.org/a.md"),
        ("HTTP://example.com/http.md", "is not encrypted; use https://example.com/http.md"),
        ("https://github.com/o/r/issues/5", "shows no file; use the address of the repository or of a file"),
        ("github.com/o/r/releases/tag/v1", "shows no file"),
        ("https://github.com/o/r/blob/main/", "shows no file"),
        ("https://github.com/o", "shows no file"),
        ("https://gitlab.com/users/sign_in", "shows no file"),
        ("https://gitlab.com/a/b/-/issues/5", "shows no file"),
        ("https://codeberg.org/a/b/pulls", "shows no file"),
        ("ftp://example.org/a.md", "use an address that begins with https://"),
        ("file:///etc/passwd", "use an address that begins with https://"),
        ("https://ada:secret@example.org/a.md", "the address of example.org contains a user name or a password"),
        ("https://ada@example.org/a.md", "the address of example.org contains a user name or a password"),
        ("https:///a.md", "is not a valid address"),
        ("https://", "is not a valid address; type one like https://example.org/roadmap.md"),
        ("https://[::1/a.md", "is not a valid address"),
        ("https://example.org:x/a.md", "is not a valid address"),
        ("https://exa mple.org/a.md", "is not a valid address"),
        ("https://exa\x1bmple.org/a.md", "is not a valid address"),
        (f"https://{'ä' * 70}.org/a.md", "is not a valid address"),
    ],
)
def test_refused_addresses(text: str, message: str) -> None:
    with pytest.raises(RequestError) as caught:
        parse(text)
    assert message in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["plan.md", "docs/plan.md", r"C:\plan.md", "-", "github.com", "example.org/plan.md"])
def test_names_of_files_are_no_addresses(text: str) -> None:
    assert not is_address(text)


def test_text_that_looks_like_an_address() -> None:
    assert looks_like_address("example.org/plan.md")
    assert not looks_like_address("docs/plan.md")
    assert not looks_like_address("./plan.md")


@given(
    st.sampled_from(["https://", "github.com/", "git@", "https://gitlab.com/a/b/-/tree/", "http://127.0.0.1/", ""]),
    st.text() | st.text("/:@?#[]%.-a1\\\x1b\u202e ", max_size=30),
)
def test_any_text_is_an_address_or_refused(start: str, rest: str) -> None:
    try:
        found = parse(start + rest)
    except RequestError:
        return
    for url in (found.url, *found.files):
        assert url.isascii()
        assert url.isprintable()
        assert " " not in url
        assert parse(url).url.startswith(("https://", "http://127.0.0.1"))
        assert not urlsplit(url).username
    assert parse(found.url).files == found.files


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("plan/README.md", "plan"),
        ("plan/readme_EN.md", "plan"),
        ("plan/README.pt-br.md", "plan"),
        ("plan/docs/index.md", "docs"),
        ("plan/Roadmap.md", "plan"),
        ("plan/roadmap/README.md", "plan"),
        ("plan/roadmap-2026.md", "roadmap-2026"),
        ("plan/roadmap-ai.md", "roadmap-ai"),
        ("plan/index.js.md", "index.js"),
        ("plan/100%25.md", "100%25"),
        ("README.md", ""),
    ],
)
def test_name_of_a_path(path: str, name: str) -> None:
    assert name_of_path(path.split("/")) == name
