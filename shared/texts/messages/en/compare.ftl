# Comparing groups.
compare-title = Compare
compare-lead = Choose a question and a grouping. Your choice is in the address: send the link, and others see the same.
compare-question = What do you want to know?
compare-duration = How long is it open?
compare-number = How many are open?
compare-changed = What really changed?
compare-outliers = Who stands out?
compare-recurrence = Does it come back?
compare-grouping = Compare
compare-by-size = by inhabitants
compare-by-category = by category
compare-by-province = by province
compare-by-party = by party
compare-by-block = by building block
compare-by-municipality = by municipality
compare-only = Only
compare-all = all categories
compare-day = As of
compare-group = Group
compare-times = Times ever reported
compare-closed = Closed
compare-half = Half closed after (days)
compare-after-180 = Still open after 180 days
compare-came-back = Came back
compare-still-gone = Not back after 365 days
compare-verdict-duration = Durations differ by more than chance can explain
compare-same-duration = Durations do not differ by more than chance can explain
compare-verdict-trend = Durations go with the number of inhabitants, by more than chance can explain
compare-same-trend = Durations do not go with the number of inhabitants by more than chance can explain
compare-verdict-recurrence = How often it comes back differs by more than chance can explain
compare-same-recurrence = How often it comes back does not differ by more than chance can explain
compare-unknown = There is too little to compare
compare-test = Test over the groups: p { $p }. The dot is the share, the line the 95% interval.
compare-no-test = The dot is the share, the line the 95% interval.
compare-note = Where fewer were reached, less is known.
compare-small = 
    { $n ->
    [one] One group is too small to rely on the test.
   *[other] { $n } groups are too small to rely on the test.
    }
compare-number-heading = 
    { $n ->
    [0] Nothing is open
    [one] One knelpunt is open
   *[other] { $n } knelpunten are open
    }
compare-number-sub = Number of open knelpunten now, and how many of these persist or were not confirmed for a year.
compare-stand-out = 
    { $n ->
    [0] No group stands out
    [one] One of { $all } groups stands out
   *[other] { $n } of { $all } groups stand out
    }
compare-funnel-sub = Each dot is one or more groups: the share of their knelpunten that was still open after 180 days. Within the funnel the difference may be chance.
compare-funnel-alt = Funnel of { $all } groups. On average { $share } are still open after 180 days. Outside the 95% funnel: { $n }.
compare-funnel-target = average { $share }
compare-funnel-inner = 95 of 100
compare-funnel-outer = 998 of 1,000
compare-funnel-axis = number of knelpunten of the group
compare-more-often = more often still open
compare-less-often = less often still open
compare-inside = may be chance
compare-where = Difference
compare-outside = Who stands out
compare-outside-sub = In alphabetical order. It is no ranking.
compare-open-then = of which open then
compare-whole = All together
compare-half-back = Half back after (days)
compare-after = Open after { $days } days
compare-each = Each group against the whole
compare-each-sub = Share still open in the first three years. Grey: all together. Only groups of 10 or more.
