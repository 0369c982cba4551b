# One municipality.
municipality-lead-open = { $open ->
        [0] Nothing is open in { $name }.
        [one] { $name } has one open knelpunt.
       *[other] { $name } has { $open } open knelpunten.
    }
municipality-lead-open-unknown = Whether anything is open in { $name } now is unknown.
municipality-lead-persisting = { $open ->
        [one] { $persisting ->
            [0] It does not persist yet.
           *[other] It persists.
        }
       *[other] { $persisting ->
            [0] None of them persists.
            [one] One of them persists.
           *[other] Of these, { $persisting } persist.
        }
    }
municipality-lead-oldest = { $open ->
        [one] It has been open since { $date }: { $age }.
       *[other] The oldest has been open since { $date }: { $age }.
    }
municipality-lead-closed = { $n ->
        [one] One was closed before.
       *[other] Before that, { $n } were closed.
    }
municipality-lead-reached = Last reached in round { $round }.
municipality-lead-reached-long-ago = Last reached in round { $round }: more than a year ago.
municipality-lead-never-reached = The municipality has not been reached yet.
municipality-lead-unknown = Nothing is known about { $name }: the municipality has not been reached yet.

# What became of it.
municipality-became-renamed = { $name } has been called { $main } since { $date }.
municipality-became-merged = { $name } became part of { $main } on { $date }.
municipality-became-merged-parts = { $name } became part of { $main } on { $date }; a small part went to { $others }.
municipality-became-split = { $name } was split on { $date }. What { $name } reported counts with { $main }, the main successor in the register, because a report does not say in which part of the municipality it is. The rest went to { $others }.
municipality-own-reports = Below is what { $name } itself reported.
municipality-was-renamed = { $name }, as { $main } was called before
municipality-was-merged-parts = { $name }, now part of { $main }; a small part went to { $others }
municipality-was-split = { $name }, split: counted with { $main }, the main successor in the register; the rest went to { $others }

municipality-record-support = Record support
municipality-download = Download (Excel)
municipality-timeline = From { $year }: { $open } open, { $closed } closed
municipality-as-first-reported = Knelpunt, as first reported
municipality-open = What is open
municipality-nothing-open = Nothing is open here.
municipality-unknown-open = Unknown: nothing that was reported is still open, but the municipality was not reached in the last year.
municipality-oldest-of = The { $shown } oldest of { $total }.
municipality-closed = What was closed, and by what
municipality-nothing-closed = Nothing has been closed here yet.
municipality-last-of = The { $shown } that were reported last, of { $total }.
municipality-rounds = Rounds in which it was reached
municipality-outcome = Outcome

municipality-about = About this municipality
municipality-formed = Formed from
municipality-formed-none = no change since 2012
municipality-from = { $names } (on { $date })
municipality-from-parts = a part of { $parts } (on { $date })
municipality-from-both = { $names }, and a part of { $parts } (on { $date })
municipality-never-reached = not reached yet
municipality-support = Support
municipality-support-none = none known
municipality-support-one = { $name }, { $date }
municipality-support-topics = { $name }, { $date }, about { $topics }
municipality-support-without-topics = { $name }, { $date }, about no category
municipality-rate = Per 10 municipalities
municipality-rate-both = { $own } persisting in { $province }; { $all } in the Netherlands
municipality-rate-few = { $own } persisting in { $province } ({ $n } municipalities: that changes quickly); { $all } in the Netherlands
municipality-code = CBS code
