# The list of all knelpunten.
list-title = Knelpunten
list-lead-open = { $n ->
        [0] Nothing is open.
        [one] One knelpunt is open.
       *[other] { $n } knelpunten are open.
    }
list-lead-persisting = { $n ->
        [0] Nothing persists.
        [one] One knelpunt persists.
       *[other] There are { $n } persisting knelpunten.
    }
list-lead-resolved = { $n ->
        [0] Nothing has been closed.
        [one] One knelpunt has been closed.
       *[other] { $n } knelpunten have been closed.
    }
list-lead-all = { $n ->
        [0] There are no knelpunten.
        [one] There is one knelpunt, open or closed.
       *[other] There are { $n } knelpunten, open and closed.
    }
list-lead-chosen = Chosen: { $choice }.
list-drop = Leave out a part:
list-nothing = Nothing found with this choice
list-nothing-drop = Leave out a part above.
list-choose = Choose which knelpunten
list-any = all
list-every-status = open and closed
list-not-confirmed = Not confirmed since
list-only-persisting = only persisting
list-only-closed = only closed
list-closed-too = closed too
list-in-municipality = municipality { $name }
list-in-province = province { $name }
list-of-size = { $name } inhabitants
list-of-category = category “{ $name }”
list-of-block = building block { $name }
list-without-block = without building block
list-waits-on = waits on { $name }
list-waits-on-kind = waits on a { $name }
list-waits-on-nobody = waits on nobody
list-in-round = reported in round { $name }
list-in-no-round = reported in no round
list-reached-in = reached in round { $name }
list-with-support = with { $name }
list-without-support = without support
list-of-source = reported by { $name }
list-of-age = at least { $name } days old
list-not-confirmed-since = not confirmed since { $name }
list-by-since = Oldest first
list-by-since-newest = Newest first
list-by-age = Open for the shortest time first
list-by-age-longest = Open for the longest time first
list-by-municipality = By municipality, in order of CBS code
list-by-category = By category
list-by-confirmed = Not confirmed for the longest time first
list-by-confirmed-latest = Confirmed last first
list-part = { $shown } of { $total } on this page.
list-first = First page
list-next = Next page
list-pages = Pages
list-all = All { $n }
