"""When the office is open. It says how much time is left on a last day; no clock stops when the office closes."""

from datetime import time

from goldenthread.kernel.clock import OfficeHours

OFFICE_HOURS = OfficeHours(opens=time(8, 30), closes=time(17, 0))

OFFICE_HOURS_IN_WORDS = "Office hours are 8:30am to 5pm."
