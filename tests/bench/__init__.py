"""Figures: how fast and how large, as ratios measured in one run on one machine. `python3 dev.py bench`."""
