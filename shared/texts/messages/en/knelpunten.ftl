# Lists of knelpunten.
knelpunten-knelpunt = Knelpunt
knelpunten-as-reported = As reported
knelpunten-status = Status
knelpunten-age = Open for
knelpunten-no-words = Reported without words.
knelpunten-said = “{ $words }”
