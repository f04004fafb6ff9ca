"""Pages about datasets, thin: fetch, ask the policy, show."""
