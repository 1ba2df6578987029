"""The middle: enrolling, releases, the fleet, people and places. Knows no survey and no course."""
