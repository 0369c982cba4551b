# Lists of knelpunten.
knelpunten-knelpunt = Knelpunt
knelpunten-as-reported = Zoals gemeld
knelpunten-status = Status
knelpunten-age = Open
knelpunten-no-words = Zonder toelichting gemeld.
knelpunten-said = “{ $words }”
