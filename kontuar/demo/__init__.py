"""A believable chain to look at: Bursztyn, its people, three months of customers and learners. Never mixed with real facts."""
