# Categories and building blocks.
categories-lead = A knelpunt belongs to one of { $n } categories. { $open ->
        [0] Nothing is open in any of them now.
        [one] Something is open in one of them now.
       *[other] { $without ->
            [0] Something is open in each of them now.
           *[other] Something is open in { $open } of them now.
        }
    }
categories-most = Most persisting knelpunten belong to { $names }: { $n ->
        [one] { $count }.
       *[other] { $count } each.
    }
blocks-lead = A knelpunt may be about one of { $n } building blocks. { $open ->
        [0] Nothing is open about any of them now.
        [one] Something is open about one of them now.
       *[other] { $without ->
            [0] Something is open about each of them now.
           *[other] Something is open about { $open } of them now.
        }
    }
blocks-most = Most persisting knelpunten are about { $names }: { $n ->
        [one] { $count }.
       *[other] { $count } each.
    }
categories-each = By category
categories-all = All { $n } categories
blocks-each = By building block
groups-each-sub = Number open (blue) and persisting (red) at the end of each month, the last two years. All charts have the same scale.
groups-each-most = { $n ->
        [one] This is the only one of which anything was reported.
       *[other] These are the { $n } with the most persisting knelpunten.
    }
groups-unreported = Never reported: { $n }
alt-panel = { $name }: open from { $open } to { $openNow }, persisting from { $persisting } to { $persistingNow }, since { $from }.

# One category, building block or party.
group-lead-nothing = “{ $name }” was never reported.
category-lead = { $open ->
        [0] “{ $name }” is not open anywhere now.
        [one] “{ $name }” is open once, in one municipality. { $persisting ->
            [0] It does not persist.
           *[other] It persists.
        }
       *[other] “{ $name }” is open { $open } times, in { $municipalities ->
            [one] one municipality
           *[other] { $municipalities } municipalities
        }. { $persisting ->
            [0] None of these persists.
            [one] One of these persists.
           *[other] { $persisting } of these persist.
        }
    }
category-lead-added = In the last twelve months it was { $now ->
        [0] not added
        [one] added once
       *[other] added { $now } times
    }; in the twelve before { $before ->
        [0] { $now ->
            [0] not added either
           *[other] not at all
        }
        [one] once
       *[other] { $before } times
    }.
block-lead = { $open ->
        [0] Nothing about { $name } is open now.
        [one] One knelpunt about { $name } is open, in one municipality. { $persisting ->
            [0] It does not persist.
           *[other] It persists.
        }
       *[other] { $open } knelpunten about { $name } are open, in { $municipalities ->
            [one] one municipality
           *[other] { $municipalities } municipalities
        }. { $persisting ->
            [0] None of these persists.
            [one] One of these persists.
           *[other] { $persisting } of these persist.
        }
    }
block-lead-added = In the last twelve months { $now ->
        [0] none was added
        [one] one was added
       *[other] { $now } were added
    }; in the twelve before { $before ->
        [0] none
        [one] one
       *[other] { $before }
    }.
group-more = That is more than chance can explain.
group-less = That is less, by more than chance can explain.
group-chance = That difference may be chance.
group-trend = Trend
group-trend-sub = By month. Above: how many are open at the end. Below: how many were added and removed. Hatched: not confirmed for a year.
survival-heading = After a year { $share } are still open
survival-heading-unknown = How long they are open
survival-subtitle = Share still open, by time since the beginning. What is open now counts too: { $n } beginnings, { $open } still open.
survival-from = The curve begins at day { $days }: before it too few could be followed.
survival-half = half after { $days } days
survival-category = this category
survival-block = this building block
survival-party = this party
survival-categories = all categories
survival-all = all knelpunten
survival-with-interval = with 95% interval
survival-at-risk = This many could still be followed:
survival-begin = start
survival-half-year = ½ year
survival-1-year = 1 year
survival-1-half-years = 1½ years
survival-2-years = 2 years
survival-2-half-years = 2½ years
survival-3-years = 3 years
survival-after = After
survival-still-open = Still open
survival-low = Interval from
survival-high = to
survival-followed = Still followed
alt-survival = Share still open over time.
alt-survival-year = After a year { $share } (interval { $low } to { $high }).
alt-survival-half = Half closed after { $days } days.
alt-survival-half-all = For all knelpunten after { $days } days.
too-few = Too few to show this: at least 10 knelpunten are needed, there { $n ->
        [0] is none.
        [one] is one.
       *[other] are { $n }.
    }
too-few-followed = Too few to show this: at least 10 knelpunten have to be followed at once, { $n ->
        [0] none is.
        [one] one is.
       *[other] { $n } are.
    }
outcomes-heading = How it ends
outcomes-subtitle = Lapsed is not the same as solved. That is why they are apart.
outcomes-after-90 = After 90 days
outcomes-after-180 = After 180 days
outcomes-after-365 = After a year
outcomes-open = { $share } open
outcomes-solved = { $share } solved
outcomes-nationally = { $share } solved nationally
outcomes-lapsed = { $share } lapsed
outcomes-alt-table = The figures are in the table below.
remedies-heading = What solved it
remedies-none = Nothing has been solved here yet.
remedies-subtitle = { $n ->
        [one] Solved once
       *[other] Solved { $n } times
    }
remedies-what = By what
remedies-times = Times
remedies-unknown = not known
remedies-caution = What is named most often need not help best.
group-where = Where it is open
group-where-nowhere = Nothing is open here now.
group-where-sub = { $more ->
        [0] { $shown ->
            [one] One knelpunt
           *[other] { $shown } knelpunten, the oldest first
        }
       *[other] The { $shown } oldest of { $total }
    }
