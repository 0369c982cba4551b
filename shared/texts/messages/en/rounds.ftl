# All rounds.
rounds-title = Rounds
rounds-lead = In a round coaches call municipalities and ask what is going on. For each round: who was reached, what was still there, what was gone and what was new.
rounds-none = There has been no round yet
rounds-none-text = Download a call sheet to begin.
rounds-none-command = With an installation on your own computer you do so with
rounds-list = 
    { $n ->
    [one] There was one round
   *[other] There were { $n } rounds
    }
rounds-list-sub = The last round is first. Still there, gone and not discussed always add up to what was open.
rounds-began = Began
rounds-called = On the call list
rounds-reached = Reached
rounds-expected = Was open
rounds-still-there = Still there
rounds-gone = Gone
rounds-not-discussed = Not discussed
rounds-new = Newly heard
rounds-open-after = Open after the round
rounds-tiles = 
    { $n ->
    [one] One municipality was called in the last rounds
   *[other] { $n } municipalities were called in the last rounds
    }
rounds-tiles-sub = The last { $rounds } rounds, municipalities { $from } to { $to } of { $n }, in alphabetical order.
rounds-tiles-alt = By municipality and round: reached, no answer, declined or not called. In { $round } { $reached } of { $called } were reached.
rounds-tile = { $name }, { $round }: { $outcome }
rounds-next = Next municipalities
rounds-previous = Previous municipalities

# One round.
round-title = Round { $name }
round-not-begun = By this date nothing of this round is visible.
round-lead = 
    { $n ->
    [0] From { $from } to { $to }, no municipality was on the call list.
    [one] From { $from } to { $to }, one municipality was on the call list.
   *[other] From { $from } to { $to }, { $n } municipalities were on the call list.
    }
round-lead-day = 
    { $n ->
    [0] On { $from }, no municipality was on the call list.
    [one] On { $from }, one municipality was on the call list.
   *[other] On { $from }, { $n } municipalities were on the call list.
    }
round-lead-reached = 
    { $n ->
    [0] None was reached.
    [one] One was reached ({ $share }).
   *[other] { $n } were reached ({ $share }).
    }
round-lead-to-call = 
    { $n ->
    [0] All municipalities of this round were reached.
    [one] One still has to be called.
   *[other] { $n } still have to be called.
    }
round-lead-others = 
    { $n ->
    [0] All municipalities were part of this round.
    [one] One municipality was not part of this round.
   *[other] The other { $n } municipalities were not part of this round.
    }
round-result = What the round brought
round-without-call = 
    { $n ->
    [one] Something was heard of one more municipality, of which no call is recorded. It does not count.
   *[other] Something was heard of { $n } more municipalities, of which no call is recorded. They do not count.
    }
round-bar-called = 
    { $n ->
    [one] On the call list: one municipality
   *[other] On the call list: { $n } municipalities
    }
round-bar-expected = 
    { $n ->
    [one] Open at those reached: one knelpunt
   *[other] Open at those reached: { $n } knelpunten
    }
round-bar-new = 
    { $n ->
    [one] Newly heard: one knelpunt
   *[other] Newly heard: { $n } knelpunten
    }
round-n-reached = { $n } reached
round-n-no-answer = { $n } no answer
round-n-declined = { $n ->
    [one] { $n } declined
   *[other] { $n } declined
    }
round-n-still-there = { $n } still there
round-n-gone = { $n } gone
round-n-not-discussed = { $n } not discussed
round-n-first = { $n } for the first time
round-n-recurred = { $n } came back
round-alt = Called { $called }: reached { $reached }, no answer { $missed }, declined { $declined }. Open { $expected }: still there { $there }, gone { $gone }, not discussed { $undiscussed }. New { $new }.
round-what = What
round-number = Number
round-previous = Beside the previous round
round-previous-sub = Not the same municipalities.
round-only-both = Only those reached in both rounds
round-against = Beside { $name }
round-against-sub = 
    { $n ->
    [one] Only the one municipality that was reached in both rounds.
   *[other] Only the { $n } municipalities that were reached in both rounds.
    }
round-to-call = 
    { $n ->
    [0] Still to be called: none
    [one] Still to be called: one municipality
   *[other] Still to be called: { $n } municipalities
    }
round-to-call-sub = Not reached in this round, in alphabetical order.
round-declined = 
    { $n ->
    [one] Declined: one municipality
   *[other] Declined: { $n } municipalities
    }
round-last-reached = Last reached
round-never = never
round-open = Open
round-open-there = What is open there
round-nothing = nothing known
round-others = 
    { $n ->
    [one] Not called: one municipality
   *[other] Not called: { $n } municipalities
    }
round-others-sub = 
    { $n ->
    [0] Nothing is open at any of these.
    [one] Something is open at one of these.
   *[other] Something is open at { $n } of these.
    }
round-by-municipality = By municipality
round-by-municipality-sub = Every municipality of the round, in alphabetical order.
round-outcome = Called
round-topics = { $n } of { $all } topics
round-other = Other round
round-no-other = the previous round
round-compare = Compare
round-call-sheet = Download a call sheet for { $name }
round-import = Import a filled-in call sheet
