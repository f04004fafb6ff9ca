"""The heart: datasets, releases, editions, grants, packages."""

from datasets.models.dataset import Dataset, Edition, Release, Table
from datasets.models.grant import OrganisationGrant, PersonGrant
from datasets.models.package import Package
from datasets.models.upload import Upload, UploadState

__all__ = [
    "Dataset",
    "Edition",
    "OrganisationGrant",
    "Package",
    "PersonGrant",
    "Release",
    "Table",
    "Upload",
    "UploadState",
]
