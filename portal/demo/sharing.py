"""What the demo shows of the sharing model: a dataset one may know of and ask for."""

from datasets import disclosing
from datasets.actions.discovery import let_be_known
from datasets.actions.editions import make_edition
from datasets.enums import EditionName
from datasets.models import Dataset
from partners.models import User

TITLE = "Signalements confiés à la CSO Démo Kivu"
BY = "steward.coapp@example.org"


def make_sharing() -> None:
    """Let everybody know of one dataset, and prepare the edition that is given on request, once."""
    dataset = Dataset.objects.get(title=TITLE)
    steward = User.objects.get(email=BY)
    let_be_known(dataset=dataset, known=True, by=steward)
    release = dataset.releases.get(number=1)
    if release.editions.filter(name=EditionName.PARTNER).exists():
        return
    audience = disclosing.meant_for(EditionName.PARTNER)
    full = release.editions.get(rank=0)
    plans = {
        table.name: disclosing.proposal(table, dataset.sensitivity, audience)
        for table in full.tables.all()
    }
    make_edition(release=release, name=EditionName.PARTNER, plans=plans, by=steward)
