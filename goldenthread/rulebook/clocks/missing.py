"""Children who go missing."""

from goldenthread.kernel.clock import Clock, Verification
from goldenthread.rulebook.clocks.words import (
    example,
    guidance,
    hours,
    local,
    working_days,
)

CLOCKS = (
    Clock(
        id="rhi",
        name="Independent return home interview",
        stage="missing",
        starts="missing.returned",
        stops="rhi.completed",
        allowance=hours(72),
        recurrence="Each episode",
        authority=guidance("DfE statutory guidance on children who run away or go missing from home or care (2014)"),
        verified=Verification.SECONDARY,
        verified_by="72 hours referred to in Inspections of local authority children’s services reports",
        exceptions=("Child declines: record offer, refusal, reason and alternative (parent/carer)",),
        why="Offered within 72 hours of the child’s return (statutory guidance)",
        examples=(
            example("2026-11-20T03:00", "2026-11-23T03:00", "Friday at 3am to Monday at 3am: weekends count"),
            example(
                "2026-03-28T20:00", "2026-03-31T21:00", "Seventy-two real hours across the night the clocks go forward"
            ),
        ),
    ),
    Clock(
        id="missing_strategy",
        name="Strategy discussion after repeated or high-risk missing episodes",
        stage="missing",
        starts="missing.threshold_met",
        stops="strategy.held",
        allowance=working_days(5),
        authority=local("Local (e.g. 3 episodes in 90 days or over 24 hours)"),
        configurable=True,
        why="Within 5 working days of the council’s threshold being met (council policy)",
        examples=(example("2026-11-19", "2026-11-26"),),
    ),
)
