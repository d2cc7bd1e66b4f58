"""People against the machine and against each other: coding sheets, agreement, and the codebook."""
