# The search page.
search-title = Zoeken
search-found = Gevonden voor “{ $words }”
search-nothing = Niets gevonden voor “{ $words }”
search-empty = Vul hierboven in wat u zoekt: een gemeente, een categorie, een partij, een woord uit een melding of een ticketnummer.
search-together = In geen enkele tekst staan al deze woorden. Dit zijn de knelpunten van: { $names }.
search-first = De eerste { $n }
search-how = Zo zoekt u
search-help = Alle woorden moeten voorkomen. Hoofdletters en accenten maken niet uit, en “koppelingen” vindt ook “koppeling”. U vindt ook oude namen van gemeenten, en nummers van tickets. Gezocht wordt in wat nu bekend is.
