# The page for operators.
operations-well = All is well: every event was read, and nothing waits to be sent.
operations-stale = The connection to the log is lost: { $reason }. The figures are those of when it was still there.
operations-waiting =
    { $n ->
        [one] One report waits to be sent to the log. It goes by itself as soon as it can.
       *[other] { $n } reports wait to be sent to the log. They go by themselves as soon as they can.
    }
operations-dead =
    { $n ->
        [one] One report was rejected by the log. See knelpunt outbox.
       *[other] { $n } reports were rejected by the log. See knelpunt outbox.
    }
operations-quarantine =
    { $n ->
        [one] One event could not be read
       *[other] { $n } events could not be read
    }
operations-quarantine-means =
    { $shown ->
        [one] It does not count. Nothing is lost: once the cause is gone, try again.
       *[other] They do not count. Nothing is lost: once the cause is gone, try again. Below are { $shown } of { $total }.
    }
operations-sequence = Number
operations-subject = Subject
operations-reasons = What is wrong
operations-payload = Content
operations-retry = Try again
operations-retry-command = To try again, use
operations-retried =
    { $folded ->
        [0] Reading was tried again. Nothing can be read now.
        [one] One event was read now and counts.
       *[other] { $folded } events were read now and count.
    } { $left ->
        [0] None is left.
        [one] One is left.
       *[other] There are { $left } left.
    }
operations-state = State and versions
operations-what = What
operations-value = Value
operations-position = Updated to event
operations-last = Last event in the log
operations-duplicates = Received twice
operations-conflicts = Two contents under one key
operations-outbox = Waits to be sent
operations-outbox-dead = Rejected by the log
operations-digest = Digest of the figures
operations-digest-means = Two servers with the same events and the same versions have the same digest.
operations-checkpoint = Last checkpoint
operations-no-checkpoint = none yet
operations-version = Version of the program
operations-fold = Version of the fold
operations-register = Version of the register of municipalities
operations-catalogue = Version of the catalogue
