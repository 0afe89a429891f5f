"""What the worker does: by itself each night, and when a page asks for it. Procrastinate finds this module by its
name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core.management import call_command
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from goldenthread.access.public import forget_spent_tokens, notify, those_who_may, verify_ledger
from goldenthread.insight.public.dataset import build_dataset
from goldenthread.quality.public.improvement import look_at_all
from goldenthread.quality.public.readiness import forget_evidence_left_behind
from goldenthread.quality.public.standards import begin_run, children_to_run, end_run, last_run, run_for
from goldenthread.returns.public import JOB as LOAD_A_CENSUS
from goldenthread.returns.public import forget_files_left_behind, load_waiting_file
from goldenthread.returns.public.annex_a import forget_workbooks

TOKENS_KEPT = timedelta(days=7)
FILES_KEPT = timedelta(days=1)
SILENT = 45  # seconds without a sign, after which a worker is taken to be gone


@app.periodic(cron="15 2 * * *")
@app.task(name="verify the ledger", queueing_lock="verify the ledger")
def verify_the_ledger(timestamp: int) -> str:
    """Looks for any change, gap or reorder, and tells the administrators when there is one."""
    found = verify_ledger()
    if not found.ok:
        now = datetime.fromtimestamp(timestamp, UTC)
        for administrator in those_who_may("person_signs_in.manage"):
            notify(
                to=administrator.key,
                kind="ledger",
                words=f"The ledger has {len(found.problems)} faults. Run “goldenthread ledger verify” to see them.",
                by=None,
                at=now,
            )
    return f"{found.checked} entries, {len(found.problems)} faults"


@app.periodic(cron="30 3 * * *")
@app.task(name="run the standards", queueing_lock="run the standards")
def run_the_standards(timestamp: int) -> str:
    """Runs the practice standards over what was written, and what a day passed for, since they last ran."""
    now = datetime.fromtimestamp(timestamp, UTC)
    on = timezone.localdate(now)
    before = last_run()
    children = children_to_run(on=on, since=before)
    run = begin_run(on=on, whole=before is None, by=None, at=now)
    ran = run_for(children, on=on)
    end_run(run, ran, at=datetime.now(UTC))
    return f"{ran.children} children, {ran.changed} results changed"


@app.periodic(cron="30 4 * * *")
@app.task(name="build the dataset", queueing_lock="build the dataset")
def build_the_dataset(timestamp: int) -> str:
    """Brings the dataset of measures up to date with the record; only what changed is written anew."""
    built = build_dataset(by=None, at=datetime.fromtimestamp(timestamp, UTC))
    return f"{len(built.written)} of {built.tables} tables, {built.rows} rows, {built.seconds} seconds"


# After the standards have run, whose figures plans are measured by.
@app.periodic(cron="30 5 * * *")
@app.task(name="watch improvement", queueing_lock="watch improvement")
def watch_improvement(timestamp: int) -> str:
    """Counts what measures improvement plans, and reopens a closed plan that has slipped."""
    plans, reopened = look_at_all(at=datetime.fromtimestamp(timestamp, UTC))
    return f"{plans} plans, {reopened} reopened"


@app.periodic(cron="45 2 * * *")
@app.task(name="tidy", queueing_lock="tidy")
def tidy(timestamp: int) -> None:
    """Removes sessions that have ended, the one-time tokens of forms that were sent long ago, and files that nobody
    waits for any more."""
    now = datetime.fromtimestamp(timestamp, UTC)
    call_command("clearsessions")
    forget_spent_tokens(before=now - TOKENS_KEPT)
    forget_files_left_behind(before=now - FILES_KEPT)
    forget_workbooks(before=now - FILES_KEPT)
    forget_evidence_left_behind(before=now - FILES_KEPT)


# The operation counts the attempts that were broken off and refuses the file in the end, so this may always try again.
@app.task(name=LOAD_A_CENSUS, retry=RetryStrategy(wait=30))
def load_a_census(file: int) -> str:
    """Loads a file that was handed in on the page. One at a time: they share a lock."""
    return load_waiting_file(file=file, at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(name="take up broken loads", queueing_lock="take up broken loads", pass_context=True)
async def take_up_broken_loads(context: JobContext, timestamp: int) -> int:
    """Puts the load of a worker that was killed back in the queue; returns how many."""
    jobs = context.app.job_manager
    broken = list(await jobs.get_stalled_jobs(task_name=LOAD_A_CENSUS, seconds_since_heartbeat=SILENT))
    for job in broken:
        await jobs.retry_job(job)
    return len(broken)
