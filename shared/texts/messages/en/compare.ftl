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
compare-test = Test over the groups: p { $p }. The dot is the share, the line the 95% interval, the grey line all together.
compare-no-test = The dot is the share, the line the 95% interval, the grey line all together.
compare-note = Where fewer were reached, less is known.
compare-small = 
    { $n ->
    [one] One of the { $all } groups is too small for the test.
   *[other] { $n } of the { $all } groups are too small for the test.
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
    [0] No { $one } stands out
    [one] One of { $all } { $several } stands out
   *[other] { $n } of { $all } { $several } stand out
    }
compare-funnel-sub = The share of the knelpunten that was still open after 180 days, by the number followed for so long. Within the funnel the difference between { $several } may be chance.
compare-funnel-alt = Funnel of { $all } municipalities. On average { $share } are still open after 180 days. Outside the 95% funnel: { $n }.
compare-funnel-target = average { $share }
compare-funnel-inner = 95 of 100
compare-funnel-outer = 998 of 1,000
compare-funnel-axis = knelpunten followed for 180 days
compare-more-often = more often still open
compare-less-often = less often still open
compare-inside = may be chance
compare-where = Difference
compare-outside = Who stands out
compare-outside-sub = In alphabetical order. It is no ranking.
compare-open-then = Open then
compare-whole = All together
compare-half-back = Half back after (days)
compare-after = Open after { $days } days
compare-each = Each group against the whole
compare-each-sub = Share still open in the first three years, as long as ten or more are followed. Grey: all together.
compare-too-small = Whether the groups differ cannot be told
compare-nothing = Nothing has been reported yet. What is reported can be compared here: small municipalities with large ones, categories, provinces, now with earlier.
compare-other-verdict = On { $date }: { $verdict }.
compare-number-then =
    { $n ->
    [0] Nothing is open
    [one] One knelpunt is open
   *[other] { $n } knelpunten are open
    }; on { $date } { $then ->
    [0] none
    [one] it was one
   *[other] it was { $then }
    }
compare-followed = Followed for 180 days
compare-each-then = Each group now and then
compare-each-then-sub = Share still open in the first three years, as long as ten or more are followed. Grey: the same group on { $date }.
compare-pairs =
    { $n ->
    [0] { $all ->
        [one] The two do not differ by more than chance can explain
       *[other] No two of them differ by more than chance can explain
    }
    [one] Of { $all } pairs, one differs by more than chance can explain
   *[other] Of { $all } pairs, { $n } differ by more than chance can explain
    }
compare-pairs-sub = Each pair was tested on its own for the duration. Among many pairs one always differs by chance; that is corrected for (Holm). The pairs are in the table below.
compare-other-group = Other { $noun }
compare-holm = p corrected
compare-size = size class
compare-sizes = size classes
compare-category = category
compare-categories = categories
compare-province = province
compare-provinces = provinces
compare-party = party
compare-parties = parties
compare-block = building block
compare-blocks = building blocks
compare-municipality = municipality
compare-municipalities = municipalities
