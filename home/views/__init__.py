"""What the portal itself answers: search, files, sitemap, health."""
