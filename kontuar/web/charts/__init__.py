"""Charts: values in, SVG out; each says its finding, shows its intervals, and is readable without colour.

`trend` over time, `places` beside their network, `smileys` spread round the middle, `bars` of reasons, `clauses` said and known.
Each takes a `Sheet` (key, title, finding, width, direction), figures as `Measure`, and how they're written as `Writing`
(`figures.shares(notation, between)` and its like); the words in it come translated from the page. The page lays the Markup in
the macro `figure` with its finding, a note on the method, and a table of the same figures.
"""
