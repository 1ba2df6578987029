"""Everything people see, walked whole: pages of the hub and of a node, the first start, every screen of the tablet."""
