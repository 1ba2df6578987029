"""The middle: people, places, devices, the first start."""
