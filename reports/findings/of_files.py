"""What the files that were loaded said of themselves."""

from reports.findings.finding import Finding, facts_in
from reports.findings.kinds import AS_MEANT


def of_files(batches):
    """The findings of batches, newest first. A re-issue of a report speaks for it in place of the issue before."""
    newest = {}
    for batch in batches:
        newest.setdefault((batch.source, batch.frequency, batch.period_start), batch)
    heard = set()
    for batch in newest.values():
        told = (problem for problem in batch.problems if problem["code"] not in AS_MEANT)
        said = [problem for problem in told if _saying(problem) not in heard]
        heard.update(_saying(problem) for problem in said)
        for problem in said:
            yield _finding(problem, batch)


def _finding(problem, batch):
    facts = facts_in(problem["message"])
    return Finding(
        ref=problem["ref"],
        code=problem["code"],
        message=problem["message"],
        locator=problem["locator"],
        source=batch.file_name,
        batch_id=batch.pk,
        # Of what a file says of itself only the facts tell one subject from another.
        occasion=() if problem["ref"] else facts,
        facts=facts,
    )


def _saying(problem):
    """What makes two reports say the same thing, wherever each says it."""
    return problem["code"], problem["ref"], problem["message"]
