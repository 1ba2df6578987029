"""The monthly report: two pages on a shop, a region or the chain, for whoever has no time, on screen and as a PDF."""
