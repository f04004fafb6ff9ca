"""The work behind an announcement: one message per person."""

from jobs.registry import Weight, Work, job_kind
from notifications import fanout
from notifications.models import Announcement


@job_kind("notifications.fan-out", weight=Weight.LIGHT, attempts=10)
def fan_out(work: Work) -> None:
    """Tell everybody, then start on their mail. Run again it adds only who is missing."""
    announcement = Announcement.objects.get(pk=work.subject_id)
    fanout.tell_everybody(announcement, after_each=work.beat)
