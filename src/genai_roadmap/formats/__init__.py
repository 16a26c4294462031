"""Reports as text for other programs: JSON, HTML, Markdown, CSV, iCalendar, SVG."""
