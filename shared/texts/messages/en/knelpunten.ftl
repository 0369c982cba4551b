# Lists of knelpunten.
knelpunten-knelpunt = Knelpunt
knelpunten-status = Status
knelpunten-age = Open for
knelpunten-no-words = Reported without words.
knelpunten-said = “{ $words }”
