# Lists of knelpunten.
knelpunten-knelpunt = Knelpunt
knelpunten-as-reported = Zoals gemeld
knelpunten-status = Status
knelpunten-age = Open
knelpunten-no-words = Zonder toelichting gemeld.
knelpunten-said = “{ $words }”
knelpunten-latest = Op { $date }: “{ $words }”
knelpunten-reported-by = gemeld door { $name }
knelpunten-outcome = Hoe
knelpunten-ended = Op
knelpunten-was-open = Stond open
knelpunten-remedy = Waardoor

# What can be done about a knelpunt.
act-confirm-short = Het is er nog
act-resolve-short = Het is weg
act-merge-short = Hetzelfde als een ander
act-withdraw-short = Klopt niet

# The timeline.
timeline-subtitle = Elke balk is een knelpunt. Gearceerd: al bekend, nog niet gemeld. Een streepje: gemeld of bevestigd. Een vinkje: opgelost. Een streep in een rondje: vervallen.
timeline-now = nu
timeline-opened = Gemeld op
timeline-ended = Afgesloten op
timeline-still-open = nog open
timeline-reports = Meldingen
alt-timeline = Tijdlijn van { $n ->
        [one] één knelpunt
       *[other] { $n } knelpunten
    } van { $name }.
alt-timeline-open = { $name }: sinds { $since }, nog open.
alt-timeline-closed = { $name }: sinds { $since }, { $outcome } op { $date }.

# Links to the same figures as JSON.
data-figures = cijfers
data-list = lijst
