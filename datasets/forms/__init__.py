"""Forms about datasets: what a person gives, checked for shape; the rules stand in actions."""
