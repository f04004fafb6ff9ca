"""The work behind an announcement: one message per person, then the mails."""

from jobs.registry import Weight, Work, job_kind
from notifications import delivery, fanout
from notifications.models import Announcement


@job_kind("notifications.fan-out", weight=Weight.LIGHT, attempts=10)
def fan_out(work: Work) -> None:
    """Tell everybody, then send the first mails at once: the clock's round sends the rest.

    Run again it adds only who is missing.
    """
    announcement = Announcement.objects.get(pk=work.subject_id)
    fanout.tell_everybody(announcement, after_each=work.beat)
    delivery.deliver_due()
