"""What can be looked at without asking: days, timeline, articles."""
