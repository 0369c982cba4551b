# Whether support helped.
support-title = Did the support help?
support-lead = Municipalities chose support themselves. Those who asked may differ from those who did not. So a difference does not prove that the support was the cause.
support-empty = No support is known yet
support-empty-text = It is not known which support any municipality received, and when. So it cannot be said whether it helped. An attendance list is enough: municipality, date and what it received.
support-form = Choose a municipality, and record what it received
support-command = Record that for each municipality with
support-then = What you will see here
support-then-sub = By kind of support
support-then-municipalities = how many municipalities received the support, and how many did not
support-then-closed = how often knelpunten were closed after it, and how often without support
support-then-chance = whether that difference may be chance
support-method = A knelpunt counts as “without” until the day on which its municipality received support, and as “with” after that. What was closed before is no success of it.
support-heading = 
    { $n ->
    [0] No support made more of a difference than chance can explain
    [one] One kind of support made more of a difference than chance can explain
   *[other] { $n } kinds of support made more of a difference than chance can explain
    }
support-sub = How many times as fast knelpunten were closed with the support as without. 2 is twice as fast. The line is the 95% interval.
support-kind = Support
support-with-municipalities = Municipalities with
support-with = Knelpunten with
support-with-closed = of which closed
support-without-municipalities = Municipalities without
support-without = Knelpunten without
support-without-closed = of which closed
support-ratio = Ratio
support-verdict = Difference?
support-faster = faster
support-slower = slower
support-chance = may be chance
support-too-few = too few

# Whether one kind of support helped.
support-row = With { $support } knelpunten were closed { $ratio } times as fast (interval { $low } to { $high }).
support-row-chance = That may be chance.
support-row-unknown = There is too little to say whether knelpunten with { $support } were closed sooner.
support-row-none = Of no municipality is it known that it received { $support }.
support-curves = How long it stays open, with and without support
support-curves-sub = Share that is still open, by the time since it began. With { $support }: { $with ->
        [one] one knelpunt
       *[other] { $with } knelpunten
    }; without: { $without }. What is open now counts too.
support-curves-too-few = There is too little to show this: at least 10 knelpunten with the support have to be followed at the same time.
support-curves-from = The curve with the support begins at day { $days }: before that, too few were followed.
support-curve-with = with { $support }
support-curve-without = without { $support }
support-at-risk = So many knelpunten were followed at the next point of the curve, with / without:
support-at-risk-column = Followed at the next point
support-alt = The share that is still open, by time: with and without { $support }. The figures are in the table below the chart.
support-numbers = The counts
support-group = Knelpunten
support-knelpunten = Number
support-expected = Expected if it made no difference
support-caveat = What this does not say
