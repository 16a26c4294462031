"""The command that shows the progress of many learners."""

import datetime as dt
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.cli.options import Force, Json, Output, date_parser, reject_if
from genai_roadmap.cli.output import STDOUT, counting_bar, open_session, print_parts, show, show_page, write_or_print

if TYPE_CHECKING:
    from genai_roadmap.cohort.request import Request

ALONE = "--learner can only be combined with --notes, --since, --goal, --json and -o"

Places = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Files, folders, archives or patterns, like class/*.toml.")
]
Learner = Annotated[str | None, typer.Option(metavar="NAME", help="Show the status of one learner.")]
AtRisk = Annotated[bool, typer.Option("--at-risk", help="Show only learners at risk.")]
Everything = Annotated[bool, typer.Option("--all", help="Show all topics, learners at risk and problems.")]
Since = Annotated[
    dt.date | None,
    typer.Option(
        metavar="DATE", parser=date_parser("since"), help="Count what was done since DATE: last monday, june."
    ),
]
Goal = Annotated[
    dt.date | None,
    typer.Option(metavar="DATE", parser=date_parser("by"), help="Use this goal for all learners (default: their own)."),
]
Groups = Annotated[
    Path | None, typer.Option(metavar="CSV", help="CSV file of groups, with the columns name and group.")
]
Anonymous = Annotated[bool, typer.Option("--anonymous", help="Replace names with pseudonyms.")]
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
    from genai_roadmap.cohort.request import Request

    request = Request(places, since, goal, groups, jobs, cluster, is_anonymous=anonymous)
    shown = _Shown(output, force, strict, at_risk=at_risk, everything=everything, csv=csv, json=json)
    _check_options(request, shown, learner, notes=notes)
    _show(context, request, learner, shown, notes=notes)


class _Shown(NamedTuple):
    """How to show learners, and where."""

    output: Path | None
    force: bool
    strict: bool
    at_risk: bool
    everything: bool
    csv: bool
    json: bool


def _check_options(request: "Request", shown: _Shown, learner: str | None, *, notes: bool) -> None:
    output, csv, json = shown.output, shown.csv, shown.json
    reject_if(notes and learner is None, "--notes needs --learner NAME")
    reject_if(csv and (json or learner is not None), "--csv can't be combined with --json or --learner")
    reject_if(output and json, "-o can't be combined with --json; use --json > FILE")
    suffix = ".csv" if csv else ".html"
    is_right = not output or output == STDOUT or output.suffix.lower() == suffix
    reject_if(not is_right, f"{output}: the name of this file should end in {suffix}{'' if csv else ' (or use --csv)'}")
    cluster, groups, anonymous = request.cluster, request.groups, request.is_anonymous
    of_all = (shown.at_risk, shown.everything, shown.strict, cluster, request.jobs, groups, anonymous)
    reject_if(learner is not None and any(of_all), ALONE)
    is_address = cluster is None or cluster == "local" or ":" in cluster
    reject_if(not is_address, f"--cluster {cluster} is neither an address, like tcp://10.0.0.1:8786, nor local")
    is_own_page = learner is not None and output is not None
    reject_if(is_own_page and request.since is not None, "--since can't be combined with --learner and -o")
    reject_if(shown.at_risk and output and not csv, "--at-risk can't be combined with a web page; use --csv or --json")
    reject_if(shown.everything and (output or csv or json), "--all can't be combined with -o, --csv or --json")


def _show(context: typer.Context, request: "Request", learner: str | None, shown: _Shown, *, notes: bool) -> None:
    if learner is None:
        _show_all(context, request, shown)
    else:
        _show_learner(context, request, learner, shown, notes=notes)


def _show_all(context: typer.Context, request: "Request", shown: _Shown) -> None:
    """Show all learners; raise FileInvalidError if no file can be used or, with `strict`, if one can't."""
    from genai_roadmap.cli.transfer import USES
    from genai_roadmap.cohort import analysis
    from genai_roadmap.cohort.output import encoded, page_of, parts, require_all, unusable_text
    from genai_roadmap.formats.format import Format
    from genai_roadmap.report.cohort_facts import missing_text

    session = open_session(context)
    file_format = Format.CSV if shown.csv else Format.JSON if shown.json else Format.HTML
    with ExitStack() as stack:
        with counting_bar(context, "reading learners") as advance:
            found = stack.enter_context(analysis.overview(session, request, advance))
        all_required = shown.strict or not found.everyone.learners
        text = parts(found, file_format, session.now, at_risk=shown.at_risk)
        if shown.output:
            write_or_print(encoded(text, file_format), shown.output, overwrite=shown.force, use=USES[file_format])
            if found.problems and not all_required:
                MESSAGES.warn(unusable_text(found))
        elif shown.csv or shown.json:
            print_parts(text)
        else:
            show_page(context, page_of(found, request.command, at_risk=shown.at_risk, everything=shown.everything))
        if shown.csv and found.missing:
            MESSAGES.warn(missing_text(found))
        if all_required:
            require_all(found)


def _show_learner(context: typer.Context, request: "Request", typed: str, shown: _Shown, *, notes: bool) -> None:
    """Show the status of a learner, or write it as a web page."""
    from genai_roadmap.cli.transfer import USES
    from genai_roadmap.cohort import one_learner
    from genai_roadmap.formats.format import Format

    found = one_learner.find(open_session(context), request, typed, notes=notes)
    if shown.output:
        write_or_print(one_learner.web_page(found), shown.output, overwrite=shown.force, use=USES[Format.HTML])
    else:
        show(context, one_learner.view(found), json=shown.json)
