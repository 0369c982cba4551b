# Lists of knelpunten.
knelpunten-knelpunt = Knelpunt
knelpunten-as-reported = As reported
knelpunten-status = Status
knelpunten-age = Open for
knelpunten-no-words = Reported without words.
knelpunten-said = “{ $words }”
knelpunten-latest = On { $date }: “{ $words }”
knelpunten-reported-by = reported by { $name }
knelpunten-outcome = How
knelpunten-ended = On
knelpunten-was-open = Was open
knelpunten-remedy = By what

# What can be done about a knelpunt.
act-confirm-short = Still there
act-resolve-short = It is gone
act-merge-short = Same as another
act-withdraw-short = Not right

# The timeline.
timeline-subtitle = Each bar is a knelpunt. Hatched: known, not yet reported. A notch: reported or confirmed. A tick: solved. A dash in a circle: lapsed.
timeline-now = now
timeline-opened = Reported on
timeline-ended = Closed on
timeline-still-open = still open
timeline-reports = Reports
alt-timeline = Timeline of { $n ->
        [one] one knelpunt
       *[other] { $n } knelpunten
    } of { $name }.
alt-timeline-open = { $name }: since { $since }, still open.
alt-timeline-closed = { $name }: since { $since }, { $outcome } on { $date }.

# Links to the same figures as JSON.
data-figures = figures
data-list = list
