# Whom knelpunten wait on.
parties-title = Whom municipalities wait on
parties-lead = Of { $open } open knelpunten, { $n ->
        [0] none waits
        [one] one waits
       *[other] { $n } wait
    } on a supplier, a national body or a partnership.
parties-lead-order = They are ordered by the number of waiting municipalities. A large party has more customers and so more who wait: look at the duration too.
parties-lead-nothing = No knelpunt that waits on a supplier, a national body or a partnership has been reported yet.
parties-nothing = Nothing found with this choice.
parties-kinds = Kind of party
parties-all-kinds = All parties
parties-suppliers = suppliers
parties-national-bodies = national bodies
parties-partnerships = partnerships
parties-heading = { $parties ->
        [one] { $n ->
            [one] One municipality waits on { $names }
           *[other] Most municipalities wait on { $names }: { $n }
        }
       *[other] Most municipalities wait on { $names }: { $n } each
    }
parties-heading-none = No party is waited on now
parties-heading-all = All { $n } parties
parties-sub = Bar: knelpunten that are open now, persisting (red) and others. Dot and line: after how many days half are closed, with the 95% interval. An arrow: the end of the interval cannot be said yet.
parties-now = Open now
parties-ever = All ever reported
parties-party = Party
parties-middle-age = Median age (days)
parties-half = Half closed after (days)
parties-not-yet = not yet
parties-next = More parties
parties-who = Who waits on { $name }
parties-more = All about { $name }
parties-municipalities = { $n ->
        [one] One municipality waits
       *[other] { $n } municipalities wait
    }

# One party.
party-lead-nothing = No knelpunt that waits on { $name } has been reported yet.
party-lead = { $open ->
        [0] Nothing waits on { $name } now.
        [one] One knelpunt waits on { $name }, in one municipality. { $persisting ->
            [0] It does not persist.
           *[other] It persists.
        }
       *[other] { $open } knelpunten wait on { $name }, in { $municipalities ->
            [one] one municipality
           *[other] { $municipalities } municipalities
        }. { $persisting ->
            [0] None of these persists.
            [one] One of these persists.
           *[other] { $persisting } of these persist.
        }
    }
