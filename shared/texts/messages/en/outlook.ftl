# What is still open in some time.
outlook-title = What is still open in { $days } days
outlook-none = Nothing is open.
outlook-lead = 
    { $known ->
    [0] For no open knelpunt can the chance of being still open in { $days } days be told.
    [one] For one open knelpunt the chance of being still open in { $days } days can be told.
   *[other] For { $known } open knelpunten the chance of being still open in { $days } days can be told.
    }
outlook-lead-go = 
    { $n ->
    [0] None is expected to go.
    [one] About one is expected to go.
   *[other] About { $n } are expected to go.
    }
outlook-lead-unknown = 
    { $n ->
    [one] For one there is too little to compare with.
   *[other] For { $n } there is too little to compare with.
    }
outlook-horizons = Other horizons:
outlook-days = { $n } days
outlook-likely = 
    { $n ->
    [0] No knelpunt has a chance of 90% or more to stay
    [one] One knelpunt will probably not resolve by itself
   *[other] { $n } knelpunten will probably not resolve by themselves
    }
outlook-likely-sub = Number of open knelpunten by the chance of being still open in { $days } days. Red: 90% or more.
outlook-likely-alt = How many open knelpunten have which chance of being still open in { $days } days. For { $n } it is 90% or more.
outlook-method = The chance comes from knelpunten of the same category that became as old. With fewer than ten to compare with there is no chance to tell.
outlook-expected = { $n } are expected to go: the sum of all chances to go.
outlook-chance = Chance
outlook-step = { $from } – { $to }%
outlook-number = Number
outlook-bar = Bar
outlook-where = Which categories these are
outlook-where-sub = Chance of 90% or more
outlook-list = Most likely to stay
outlook-list-sub = 
    { $total ->
    [one] The chance comes from what happened to knelpunten of the same category that became as old.
   *[other] The first { $shown } of { $total }. The chance comes from what happened to knelpunten of the same category that became as old.
    }
outlook-chance-open = Chance of being open in { $days } days
outlook-comparable = Comparable
outlook-none-went = none went
outlook-all = All { $n }
outlook-unknown = 
    { $n ->
    [one] Cannot be said: one knelpunt
   *[other] Cannot be said: { $n } knelpunten
    }
outlook-unknown-sub = These are older than nearly all others of their category, or too little is known of their category: fewer than ten can be compared, or those were not followed for long enough. These are the ones that need attention. The oldest is first.
outlook-reason = Why not
outlook-too-few = 
    { $n ->
    [0] none to compare with
    [one] one to compare with
   *[other] { $n } to compare with
    }
outlook-too-far = not followed for long enough
outlook-over-all = Compared with all categories together
outlook-over-all-of = { $n } comparable
outlook-next = Next { $n }
