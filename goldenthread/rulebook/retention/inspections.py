"""What is kept of inspections and findings, and how long."""

from goldenthread.rulebook.retention.rules import Retention, keep

TABLE: tuple[Retention, ...] = (
    keep(
        "quality.Finding",
        "child",
        "What was found, in words that may tell of a child, and what became of it",
        "id source about words polarity themes framework_tag found_on start end status entered_by entered_at",
    ),
    keep("quality.FindingChild", "child", "In whose record it was found", "id finding child"),
    keep("quality.FindingChange", "child", "When it was closed or reopened, and why", "id finding to on because by at"),
    keep(
        "quality.FindingAnswer",
        "child",
        "What was done about it, and what followed",
        "id finding done_on words measure measure_words recorded_by recorded_at",
    ),
    keep("quality.Recurrence", "reference", "What we were told more than once", "id title made_by made_at"),
    keep(
        "quality.RecurrencePart",
        "reference",
        "Who said that a finding is the same thing again, and why",
        "id recurrence finding because linked_by linked_at taken_out_by taken_out_at",
    ),
    keep("quality.NotTheSame", "reference", "Who said that two findings differ", "id earlier later said_by said_at"),
    keep(
        "quality.Inspection",
        "reference",
        "Who looked at our work, when, and what was judged",
        "id regime authority started_on ended_on published_on inspectors subject judgements recorded_by recorded_at",
    ),
    keep(
        "quality.Reading",
        "reference",
        "The document that findings were read from",
        "id file_name digest kind text proposed said inspection read_by read_at",
    ),
    keep(
        "quality.ReadingLine",
        "reference",
        "What was proposed, and who confirmed, changed or refused it",
        "id reading position start end words polarity themes framework_tag decision finding decided_by decided_at",
    ),
)
