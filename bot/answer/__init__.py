"""From hits to an answer, and what there is to look at without asking."""
