# Lists of knelpunten.
knelpunten-knelpunt = Knelpunt
knelpunten-status = Status
knelpunten-age = Open
knelpunten-no-words = Zonder toelichting gemeld.
knelpunten-said = “{ $words }”
