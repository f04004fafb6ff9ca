"""What people do with datasets."""
