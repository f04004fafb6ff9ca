"""The download of an edition: one ZIP of its tables that explains itself."""

from datakit.package.build import PackageCancelled, PackageResult, build_package
from datakit.package.describe import PackageTable

__all__ = ["PackageCancelled", "PackageResult", "PackageTable", "build_package"]
