# The list of all knelpunten.
list-title = Knelpunten
list-lead-open = { $n ->
        [0] Er staat niets open.
        [one] Er staat één knelpunt open.
       *[other] Er staan { $n } knelpunten open.
    }
list-lead-persisting = { $n ->
        [0] Niets is hardnekkig.
        [one] Eén knelpunt is hardnekkig.
       *[other] Er zijn { $n } hardnekkige knelpunten.
    }
list-lead-resolved = { $n ->
        [0] Er is niets afgesloten.
        [one] Er is één knelpunt afgesloten.
       *[other] Er zijn { $n } knelpunten afgesloten.
    }
list-lead-all = { $n ->
        [0] Er zijn geen knelpunten.
        [one] Er is één knelpunt, open of afgesloten.
       *[other] Er zijn { $n } knelpunten, open en afgesloten.
    }
list-lead-chosen = Gekozen is: { $choice }.
list-drop = Laat een deel weg:
list-nothing = Niets gevonden met deze keuze
list-nothing-drop = Laat hierboven een deel weg.
list-choose = Kies welke knelpunten
list-any = alle
list-every-status = open en afgesloten
list-not-confirmed = Niet bevestigd sinds
list-only-persisting = alleen hardnekkig
list-only-closed = alleen afgesloten
list-closed-too = ook afgesloten
list-in-municipality = gemeente { $name }
list-in-province = provincie { $name }
list-of-size = { $name } inwoners
list-of-category = categorie “{ $name }”
list-of-block = bouwsteen { $name }
list-without-block = zonder bouwsteen
list-waits-on = wacht op { $name }
list-waits-on-kind = wacht op een { $name }
list-waits-on-nobody = wacht op niemand
list-in-round = gemeld in de ronde { $name }
list-in-no-round = niet in een ronde gemeld
list-reached-in = bij wie gesproken is in de ronde { $name }
list-with-support = met { $name }
list-without-support = zonder ondersteuning
list-of-source = gemeld door { $name }
list-of-age = minstens { $name } dagen oud
list-not-confirmed-since = niet bevestigd sinds { $name }
list-by-since = Het oudste eerst
list-by-since-newest = Het nieuwste eerst
list-by-age = Wat het kortst open staat eerst
list-by-age-longest = Wat het langst open staat eerst
list-by-municipality = Per gemeente, op volgorde van CBS-code
list-by-category = Per categorie
list-by-confirmed = Wat het langst niet is bevestigd eerst
list-by-confirmed-latest = Wat het laatst is bevestigd eerst
list-part = { $shown } van { $total } op deze pagina.
list-first = Eerste pagina
list-next = Volgende pagina
list-pages = Bladeren
list-all = Alle { $n }
