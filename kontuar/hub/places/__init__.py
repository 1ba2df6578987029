"""Places: the pages on which the tree of regions and shops is kept."""
