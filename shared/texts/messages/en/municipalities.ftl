# The list of the municipalities.
municipalities-lead = 
    { $m ->
    [one] There is one municipality.
   *[other] There are { $m } municipalities.
    }
municipalities-lead-open = 
    { $open ->
    [0] Nothing is open in any of them.
    [one] In one of them something is open.
   *[other] In { $open } of them something is open.
    }
municipalities-lead-persisting = 
    { $persisting ->
    [0] Nowhere does it persist.
    [one] In one it persists.
   *[other] In { $persisting } it persists.
    }
municipalities-letters = Municipalities by first letter
municipalities-all-letters = All
municipalities-starting = Municipalities with the letter { $letter }
municipalities-choose = Choose a province and a size
municipalities-all-provinces = All provinces
municipalities-size = Inhabitants
municipalities-all-sizes = Any size
municipalities-size-between = { $from } to { $below }
municipalities-size-from = { $from } or more
municipalities-size-below = under { $below }
municipalities-show = Show
municipalities-heading = 
    { $n ->
    [0] Nothing found with this choice
    [one] One municipality
   *[other] { $n } municipalities
    }
municipalities-drop = Leave out a part:
municipalities-drop-letter = the letter { $letter }
municipalities-oldest = Oldest since
municipalities-last-reached = Last reached
municipalities-sub = In alphabetical order. A dash at “Last reached”: the municipality has not been reached yet. What is open there was heard from systems. Unknown: nothing is open, and the municipality was not reached in the last year.
