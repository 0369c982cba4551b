# The monthly report: sentences that people send on. Each is whole in itself.
monthly-all = Monthly reports
monthly-title = Monthly report { $month }
monthly-lead = Knelpunten of municipalities, 1 to { $last }.
monthly-open =
    { $n ->
        [0] At the end of { $month } no knelpunt was open.
        [one] At the end of { $month } one knelpunt was open, in { $municipality }.
       *[other] At the end of { $month } { $n } knelpunten were open.
    }
monthly-same = That is as many as a month before.
monthly-more =
    { $n ->
        [one] That is one more than a month before.
       *[other] That is { $n } more than a month before.
    }
monthly-fewer =
    { $n ->
        [one] That is one fewer than a month before.
       *[other] That is { $n } fewer than a month before.
    }
monthly-persisting =
    { $n ->
        [0] None of them persists.
        [one] One of them persists: { $name } in { $municipality }.
       *[other] Of these, { $n } persist.
    }
monthly-persisting-not = It does not persist.
monthly-persisting-only = It persists.
monthly-persisting-all = All of them persist.
monthly-nothing = Nothing happened in { $month }: nothing was added and nothing removed.
monthly-added =
    { $n ->
        [0] None was added.
        [one] One was added: { $name } in { $municipality }.
       *[other] During the month { $n } were added.
    }
monthly-back =
    { $n ->
        [one] One of these came back after it had been closed.
       *[other] Of these, { $n } came back after they had been closed.
    }
monthly-back-only = It came back after it had been closed.
monthly-back-all = All of these came back after they had been closed.
monthly-removed =
    { $n ->
        [0] None was closed.
        [one] One was closed: { $name } in { $municipality }, { $how }.
       *[other] In all, { $n } were closed: { $how }.
    }
monthly-removed-all = all { $outcome }
monthly-became =
    { $n ->
        [0] None became persisting.
        [one] One knelpunt became persisting.
       *[other] In the same month, { $n } became persisting.
    }
monthly-unconfirmed =
    { $n ->
        [0] { $open ->
            [one] The open knelpunt was confirmed in the last year.
           *[other] All open knelpunten were confirmed in the last year.
        }
        [one] { $open ->
            [one] The open knelpunt has not been confirmed for a year.
           *[other] One open knelpunt has not been confirmed for a year.
        }
       *[other] Not confirmed for a year: { $n } of { $open }.
    }
monthly-year-before =
    { $open ->
        [0] A year before, at the end of { $month }, nothing was open.
        [one] A year before, at the end of { $month }, one knelpunt was open.
       *[other] A year before, at the end of { $month }, { $open } were open, { $persisting ->
            [0] none of them persisting.
            [one] one of them persisting.
           *[other] { $persisting } of them persisting.
        }
    }
monthly-movers =
    { $n ->
        [0] In the last twelve months no category was added more or less often than chance can explain.
        [one] One category changed by more than chance can explain: { $names }, from { $before } to { $now } times.
       *[other] These categories changed by more than chance can explain: { $names }.
    }
monthly-no-round = There was no round in { $month }.
monthly-last-round = The last round was { $round }: { $reached }.
monthly-round = The round { $round } was in { $month }: { $reached }.
monthly-rounds = There were { $n } rounds in { $month }: { $rounds }.
monthly-one-of-rounds = in { $round } { $reached }
monthly-reached =
    { $asked ->
        [0] it was not recorded who was called
        [one] { $reached ->
            [0] the only municipality called was not reached
           *[other] the only municipality called was reached
        }
       *[other] { $reached ->
            [0] none of the { $asked } municipalities called was reached
            [one] one of the { $asked } municipalities called was reached
           *[other] { $reached } of the { $asked } municipalities called were reached
        }
    }
monthly-all-reached = All municipalities of that round were reached.
monthly-to-call =
    { $n ->
        [0] Nobody still has to be called.
        [one] One still has to be called: { $municipality }.
       *[other] There are { $n } still to be called.
    }
monthly-method = Coaches call municipalities in rounds, and systems report failures themselves. A knelpunt stays open until someone says that it is gone; silence does not count as a solution. Persisting is: open for 180 days or more, or reported in two rounds.
monthly-definitions = All terms
monthly-numbers = In figures
monthly-figure = Figure
monthly-trend = Trend
monthly-persisted = Became persisting: { $n }
monthly-recurred = Came back: { $n }
monthly-closed = Closed: { $n }
monthly-rounds-heading = Round
monthly-method-heading = How these figures come about
monthly-first = The first { $shown } of { $total } in that month.
monthly-how = How
monthly-was-open = Was open
monthly-by-what = By what
monthly-before = Previous month
monthly-after = Next month
monthly-list-lead = { $n ->
        [0] There is no monthly report yet. The first appears when the month in which something was first reported is over.
        [one] There is one monthly report. It shows the state at the end of the month, and fits on two sheets of paper.
       *[other] There are { $n } monthly reports. Each shows the state at the end of the month, and fits on two sheets of paper.
    }
monthly-list-heading = By month
monthly-month = Month
monthly-print = Print or PDF
monthly-print-how = Ctrl+P prints this report, or saves it as a PDF.
