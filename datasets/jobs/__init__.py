"""The slow work of datasets. Importing this package registers its kinds of jobs."""

from datasets.jobs import deriving, importing, packaging

__all__ = ["deriving", "importing", "packaging"]
