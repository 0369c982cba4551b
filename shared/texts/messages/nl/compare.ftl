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
compare-only = Alleen
compare-all = alle categorieën
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
compare-test = Toets over de groepen: p { $p }. De punt is het deel, de lijn het interval van 95%.
compare-no-test = De punt is het deel, de lijn het interval van 95%.
compare-note = Waar minder vaak gesproken is, is ook minder bekend.
compare-small = 
    { $n ->
    [one] Eén groep is te klein om op de toets te vertrouwen.
   *[other] { $n } groepen zijn te klein om op de toets te vertrouwen.
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
    [0] Geen enkele groep springt eruit
    [one] Eén van de { $all } groepen springt eruit
   *[other] { $n } van de { $all } groepen springen eruit
    }
compare-funnel-sub = Elke punt is een of meer groepen: het deel van hun knelpunten dat na 180 dagen nog open stond. Binnen de trechter kan het verschil toeval zijn.
compare-funnel-alt = Trechter van { $all } groepen. Gemiddeld staat { $share } na 180 dagen nog open. Buiten de trechter van 95%: { $n }.
compare-funnel-target = gemiddeld { $share }
compare-funnel-inner = 95 van de 100
compare-funnel-outer = 998 van de 1.000
compare-funnel-axis = aantal knelpunten van de groep
compare-more-often = vaker nog open
compare-less-often = minder vaak nog open
compare-inside = kan toeval zijn
compare-where = Verschil
compare-outside = Wie eruit springt
compare-outside-sub = Op alfabet. Het is geen ranglijst.
compare-open-then = waarvan toen nog open
compare-whole = Alles samen
compare-half-back = Helft terug na (dagen)
compare-after = Na { $days } dagen nog open
compare-each = Elke groep tegen het geheel
compare-each-sub = Deel dat nog open staat in de eerste drie jaar. Grijs: alles samen. Alleen groepen van 10 of meer.
