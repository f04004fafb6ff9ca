"""The slow work of datasets. Importing this package registers its kinds of jobs."""

from datasets.jobs import importing, packaging

__all__ = ["importing", "packaging"]
