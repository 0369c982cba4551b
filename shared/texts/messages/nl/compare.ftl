# Comparing groups.
compare-title = Vergelijken
compare-lead = Kies een vraag en een indeling. Uw keuze staat in de adresbalk: stuur de link, en een ander ziet hetzelfde.
compare-question = Wat wilt u weten?
compare-duration = Hoe lang staat het open?
compare-number = Hoeveel staat er open?
compare-changed = Wat veranderde er echt?
compare-outliers = Wie springt eruit?
compare-recurrence = Komt het terug?
compare-grouping = Vergelijk
compare-by-size = naar aantal inwoners
compare-by-category = per categorie
compare-by-province = per provincie
compare-by-party = per partij
compare-by-block = per bouwsteen
compare-by-municipality = per gemeente
compare-day = Op
compare-group = Groep
compare-times = Keer ooit gemeld
compare-closed = Afgesloten
compare-half = Helft afgesloten na (dagen)
compare-after-180 = Na 180 dagen nog open
compare-came-back = Kwam terug
compare-still-gone = Na 365 dagen niet teruggekomen
compare-verdict-duration = De duur verschilt meer dan toeval kan verklaren
compare-same-duration = De duur verschilt niet meer dan toeval kan verklaren
compare-verdict-trend = De duur hangt samen met het aantal inwoners, meer dan toeval kan verklaren
compare-same-trend = De duur hangt niet meer samen met het aantal inwoners dan toeval kan verklaren
compare-verdict-recurrence = Hoe vaak het terugkomt, verschilt meer dan toeval kan verklaren
compare-same-recurrence = Hoe vaak het terugkomt, verschilt niet meer dan toeval kan verklaren
compare-unknown = Er is te weinig om te vergelijken
compare-test = Toets over de groepen: p { $p }. De punt is het deel, de lijn het interval van 95%, de streep alles samen.
compare-no-test = De punt is het deel, de lijn het interval van 95%, de streep alles samen.
compare-note = Waar minder vaak gesproken is, is ook minder bekend.
compare-small = 
    { $n ->
    [one] Eén van de { $all } groepen is te klein voor de toets.
   *[other] { $n } van de { $all } groepen zijn te klein voor de toets.
    }
compare-number-heading = 
    { $n ->
    [0] Er staat niets open
    [one] Er staat één knelpunt open
   *[other] Er staan { $n } knelpunten open
    }
compare-number-sub = Aantal open knelpunten nu, en hoeveel daarvan hardnekkig zijn of een jaar niet bevestigd.
compare-stand-out = 
    { $n ->
    [0] Geen enkele { $one } springt eruit
    [one] Eén van de { $all } { $several } springt eruit
   *[other] { $n } van de { $all } { $several } springen eruit
    }
compare-funnel-sub = Het deel van de knelpunten dat na 180 dagen nog open stond, naar het aantal dat zo lang gevolgd is. Binnen de trechter kan het verschil tussen { $several } toeval zijn.
compare-funnel-alt = Trechter van { $all } gemeenten. Gemiddeld staat { $share } na 180 dagen nog open. Buiten de trechter van 95%: { $n }.
compare-funnel-target = gemiddeld { $share }
compare-funnel-inner = 95 van de 100
compare-funnel-outer = 998 van de 1.000
compare-funnel-axis = knelpunten die 180 dagen gevolgd zijn
compare-more-often = vaker nog open
compare-less-often = minder vaak nog open
compare-inside = kan toeval zijn
compare-where = Verschil
compare-outside = Wie eruit springt
compare-outside-sub = Op alfabet. Het is geen ranglijst.
compare-open-then = Toen nog open
compare-whole = Alles samen
compare-half-back = Helft terug na (dagen)
compare-after = Na { $days } dagen nog open
compare-each = Elke groep tegen het geheel
compare-each-sub = Deel dat nog open staat in de eerste drie jaar, zolang er tien of meer gevolgd worden. Grijs: alles samen.
compare-too-small = Of de groepen verschillen, is niet te zeggen
compare-nothing = Er is nog niets gemeld. Wat gemeld is, kunt u hier vergelijken: kleine gemeenten met grote, categorieën, provincies, nu met eerder.
compare-other-verdict = Op { $date }: { $verdict }.
compare-number-then =
    { $n ->
    [0] Er staat niets open
    [one] Er staat één knelpunt open
   *[other] Er staan { $n } knelpunten open
    }; op { $date } { $then ->
    [0] geen
    [one] was dat er één
   *[other] waren dat er { $then }
    }
compare-followed = 180 dagen gevolgd
compare-each-then = Elke groep nu en toen
compare-each-then-sub = Deel dat nog open staat in de eerste drie jaar, zolang er tien of meer gevolgd worden. Grijs: dezelfde groep op { $date }.
compare-pairs =
    { $n ->
    [0] { $all ->
        [one] De twee verschillen niet meer dan toeval kan verklaren
       *[other] Geen twee ervan verschillen meer dan toeval kan verklaren
    }
    [one] Van de { $all } paren verschilt er één meer dan toeval kan verklaren
   *[other] Van de { $all } paren verschillen er { $n } meer dan toeval kan verklaren
    }
compare-pairs-sub = Elk paar is apart getoetst op de duur. Bij veel paren is er door toeval altijd wel één dat verschilt; daarvoor is gecorrigeerd (Holm). De paren staan in de tabel hieronder.
compare-other-group = Andere { $noun }
compare-holm = p na correctie
compare-size = grootteklasse
compare-sizes = grootteklassen
compare-category = categorie
compare-categories = categorieën
compare-province = provincie
compare-provinces = provincies
compare-party = partij
compare-parties = partijen
compare-block = bouwsteen
compare-blocks = bouwstenen
compare-municipality = gemeente
compare-municipalities = gemeenten
