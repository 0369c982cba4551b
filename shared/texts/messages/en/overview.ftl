# The overview.
overview-title = Knelpunten of municipalities
overview-lead = { $open ->
        [0] Nothing is open.
        [one] One is open, in one municipality.
       *[other] There are { $open } open, in { $municipalities ->
            [one] one municipality.
           *[other] { $municipalities } municipalities.
        }
    }
overview-lead-persisting = { $n ->
        [0] None of these persists.
        [one] One of these persists.
       *[other] Of these, { $n } persist.
    }
overview-empty-lead = Here you will see which knelpunten persist, where, and for how long.
overview-definitions = What do these words mean?
empty-heading = No knelpunt has been reported yet
empty-by-hand = By hand
empty-by-hand-text = Choose a municipality and say what is the matter. It takes a minute.
empty-by-hand-link = Report the first knelpunt
empty-file = From a file
empty-file-text = Excel, LibreOffice, CSV or a filled-in call sheet. First a trial run: nothing is stored yet.
empty-file-link = Import a file
empty-round = With a round of calls
empty-round-text = Download a call sheet with all municipalities, call, and import the filled-in sheet.
empty-example = Look first
empty-example-text = With example data you see what you get once a few years of rounds have been imported. Start
key-persisting = Persisting
key-persisting-note = { $change } in a year. Open for 180 days or more, or reported in two rounds.
key-open = Open
key-open-note = { $change } in a year. Reported and not yet closed.
key-closed = Closed in twelve months
key-closed-note = { $n ->
        [0] In that time none was added.
        [one] In that time one was added.
       *[other] In that time { $n } were added.
    } Solved, lapsed or solved nationally.
key-unconfirmed = Not confirmed for a year
key-unconfirmed-note = Of the open ones. In the last year nobody said that they are still there, or that they are gone.
trend-heading = In twelve months { $added ->
        [0] none was added
        [one] one was added
       *[other] { $added } were added
    } and { $removed ->
        [0] none removed
       *[other] { $removed } removed
    }
trend-subtitle = All municipalities, by month. Above: how many are open at the end of the month. Below: how many were added and removed. Hatched: not confirmed for a year.
trend-open = { $n } open
trend-persisting = { $n } persisting
trend-unconfirmed = { $n } not confirmed for a year
trend-added = { $n } added
trend-removed = { $n } removed
trend-in = in { $month }
trend-round = round
trend-month = Month
trend-reported = Reported
trend-came-back = of which came back
trend-persisting-column = of which persisting
trend-unconfirmed-column = of which not confirmed for a year
alt-trend = Chart by month, { $from } to { $to }. Open: from { $open } to { $openNow }. Persisting: from { $persisting } to { $persistingNow }. Not confirmed for a year: { $unconfirmed }. The figures are in the table below.
oldest-heading = What has been open longest
oldest-subtitle = { $total ->
        [0] Nothing persists.
        [one] One persisting knelpunt.
       *[other] The { $shown } oldest of { $total } persisting knelpunten.
    }
movers-heading = { $n ->
        [0] No category changed more than chance can explain
        [one] One category really changed: { $name }
       *[other] { $n } categories really changed
    }
movers-heading-provinces = { $n ->
        [0] No province changed more than chance can explain
        [one] One province really changed: { $name }
       *[other] { $n } provinces really changed
    }
movers-heading-blocks = { $n ->
        [0] No building block changed more than chance can explain
        [one] One building block really changed: { $name }
       *[other] { $n } building blocks really changed
    }
movers-heading-groups = { $n ->
        [0] No group changed more than chance can explain
        [one] One group really changed: { $name }
       *[other] { $n } groups really changed
    }
movers-all = All { $n }, with the test
movers-test = p is the probability of a difference at least as unlikely if nothing has changed. The corrected p allows for the number of rows: among many comparisons one is always small by chance.
movers-p = p
movers-q = p, corrected
movers-subtitle = How often a knelpunt was added: the last twelve months divided by the twelve before. 2 is twice as often. The line is the 95% interval.
movers-before = Previous 12 months
movers-now = Last 12 months
movers-ratio = Ratio
movers-changed = Changed?
movers-more = more
movers-less = less
movers-chance = may be chance
