"""Who may ask, who decides that, and how somebody comes in."""
