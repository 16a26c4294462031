"""The links of a roadmap, and whether they work, as JSON."""

from genai_roadmap.formats.json_items import Data, without_none
from genai_roadmap.report.links import CheckedLink, LinkReport, LinkStatus


def links(report: LinkReport) -> Data:
    """Return the links with their statuses, and the number of links with each; dead links are problems."""
    return {
        "problems": report.problems,
        "counts": {status.value: report.counts[status] for status in LinkStatus},
        "links": [_link(link, report) for link in report.links],
    }


def _link(link: CheckedLink, report: LinkReport) -> Data:
    uses = report.uses[link.url]
    data = {
        "url": link.url,
        "title": uses[0].link.title,
        "status": link.status.value,
        "reason": link.reason or None,
        "new_url": link.new_url,
        "items": [use.item.slug for use in uses if use.item],
    }
    return without_none(data)
