"""The demo: fictional organisations, people, data and courses around the real project's facts."""
