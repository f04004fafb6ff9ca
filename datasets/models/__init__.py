"""The heart: datasets, releases, editions, grants, requests, agreements, packages."""

from datasets.models.agreement import Acceptance, Agreement, AgreementVersion
from datasets.models.dataset import Dataset
from datasets.models.grant import OrganisationGrant, PersonGrant
from datasets.models.package import Package
from datasets.models.recall import Recall, RecallNotice
from datasets.models.release import Edition, Release, Table
from datasets.models.request import AccessRequest, RequestMessage
from datasets.models.upload import Upload, UploadState

__all__ = [
    "Acceptance",
    "AccessRequest",
    "Agreement",
    "AgreementVersion",
    "Dataset",
    "Edition",
    "OrganisationGrant",
    "Package",
    "PersonGrant",
    "Recall",
    "RecallNotice",
    "Release",
    "RequestMessage",
    "Table",
    "Upload",
    "UploadState",
]
