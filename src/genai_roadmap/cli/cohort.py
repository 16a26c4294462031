"""The command that shows the progress of many learners."""

import datetime as dt
import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from genai_roadmap.cli.options import Force, Json, Output, date_parser, reject_if
from genai_roadmap.cli.output import STDOUT, counting_bar, open_session, print_parts, show, show_page, write_or_print

if TYPE_CHECKING:
    from genai_roadmap.cohort.answers import Request

ALONE = "--learner can only be combined with --notes, --anonymous, --json and -o"

Places = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Files, folders, archives or patterns, like class/*.toml.")
]
Learner = Annotated[str | None, typer.Option(metavar="NAME", help="Show the status of one learner.")]
AtRisk = Annotated[bool, typer.Option("--at-risk", help="Show only learners at risk.")]
Everything = Annotated[bool, typer.Option("--all", help="Show all topics, learners at risk and problems.")]
Since = Annotated[
    dt.date | None,
    typer.Option(metavar="DATE", parser=date_parser("since"), help="Count what was done since: last monday, june."),
]
Goal = Annotated[
    dt.date | None,
    typer.Option(metavar="DATE", parser=date_parser("by"), help="Goal of all (default: each learner's own goal)."),
]
Groups = Annotated[Path | None, typer.Option(metavar="CSV", help="Groups: a table with the columns name and group.")]
Anonymous = Annotated[bool, typer.Option("--anonymous", help="Pseudonyms instead of names.")]
Notes = Annotated[bool, typer.Option("--notes", help="Show the notes of --learner.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print a table of learners (CSV).")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with code 3 if a file can't be used.")]
Jobs = Annotated[
    int | None, typer.Option(metavar="N", min=1, max=1024, help="Number of processes (default: one per processor).")
]
Cluster = Annotated[
    str | None, typer.Option(metavar="ADDRESS|local", help="Use a Dask cluster, like tcp://10.0.0.1:8786.")
]


def cohort(
    context: typer.Context,
    places: Places,
    learner: Learner = None,
    at_risk: AtRisk = False,
    everything: Everything = False,
    since: Since = None,
    goal: Goal = None,
    groups: Groups = None,
    anonymous: Anonymous = False,
    notes: Notes = False,
    csv: Csv = False,
    output: Output = None,
    force: Force = False,
    strict: Strict = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    json: Json = False,
) -> None:
    """Show the progress of many learners together."""
    from genai_roadmap.cohort.answers import Request

    _check_options(learner, output, notes=notes, anonymous=anonymous, csv=csv, json=json)
    reject_if(learner is not None and (at_risk or everything or since or goal or groups or cluster or strict), ALONE)
    request = Request(places, since, goal, groups, jobs or os.cpu_count() or 1, cluster, is_anonymous=anonymous)
    form = _Form(output, force, at_risk=at_risk, everything=everything, csv=csv, json=json)
    if learner is None:
        _show_all(context, request, form, strict=strict)
    else:
        _show_learner(context, request, learner, form, notes=notes)


def _check_options(
    learner: str | None, output: Path | None, *, notes: bool, anonymous: bool, csv: bool, json: bool
) -> None:
    reject_if(notes and learner is None, "--notes needs --learner NAME")
    reject_if(notes and anonymous, "--notes can't be combined with --anonymous")
    reject_if(csv and (json or learner is not None), "--csv can't be combined with --json or --learner")
    reject_if(output and json, "-o can't be combined with --json; use --json > FILE")
    suffix = ".csv" if csv else ".html"
    is_right = not output or output == STDOUT or output.suffix.lower() == suffix
    reject_if(not is_right, f"{output}: the name of this file should end in {suffix}{'' if csv else ' (or use --csv)'}")


class _Form(NamedTuple):
    """How to show learners, and where."""

    output: Path | None
    force: bool
    at_risk: bool
    everything: bool
    csv: bool
    json: bool


def _show_all(context: typer.Context, request: "Request", form: _Form, *, strict: bool) -> None:
    """Show all learners; with `strict`, raise FileInvalidError if a file can't be used."""
    from genai_roadmap.cohort import answers

    session = open_session(context)
    with ExitStack() as stack:
        with counting_bar(context, "reading learners") as advance:
            found = stack.enter_context(answers.overview(session, request, advance))
        if form.csv and not form.output:
            print_parts(answers.csv(found, at_risk=form.at_risk))
        elif form.output:
            content = answers.document(found, session.now, as_csv=form.csv, at_risk=form.at_risk)
            write_or_print(content, form.output, overwrite=form.force)
        elif form.json:
            print_parts(answers.json_parts(found, at_risk=form.at_risk))
        else:
            show_page(context, answers.page_of(found, at_risk=form.at_risk, everything=form.everything))
        if strict:
            answers.require_all(found)


def _show_learner(context: typer.Context, request: "Request", name: str, form: _Form, *, notes: bool) -> None:
    """Show the status of a learner, or write it as a web page."""
    from genai_roadmap.cohort import answers

    history = answers.learner(open_session(context), request, name)
    if form.output:
        write_or_print(answers.learner_document(history, name, notes=notes), form.output, overwrite=form.force)
    else:
        show(context, answers.learner_view(history, name, notes=notes), json=form.json)
