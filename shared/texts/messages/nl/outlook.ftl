# What is still open in some time.
outlook-title = Wat er over { $days } dagen nog open staat
outlook-none = Er staat niets open.
outlook-lead = 
    { $known ->
    [0] Van geen enkel open knelpunt is te zeggen hoe groot de kans is dat het over { $days } dagen nog open staat.
    [one] Van één open knelpunt is te zeggen hoe groot de kans is dat het over { $days } dagen nog open staat.
   *[other] Van { $known } open knelpunten is te zeggen hoe groot de kans is dat ze over { $days } dagen nog open staan.
    }
outlook-lead-go = 
    { $n ->
    [0] Naar verwachting gaat er niets af.
    [one] Naar verwachting gaat er ongeveer één af.
   *[other] Naar verwachting gaan er { $n } af.
    }
outlook-lead-unknown = 
    { $n ->
    [one] Bij één knelpunt is er te weinig om mee te vergelijken.
   *[other] Bij { $n } is er te weinig om mee te vergelijken.
    }
outlook-horizons = Andere termijn:
outlook-days = { $n } dagen
outlook-likely = 
    { $n ->
    [0] Bij geen enkel knelpunt is de kans om te blijven 90% of meer
    [one] Eén knelpunt lost waarschijnlijk niet vanzelf op
   *[other] { $n } knelpunten lossen waarschijnlijk niet vanzelf op
    }
outlook-likely-sub = Aantal open knelpunten naar de kans dat ze over { $days } dagen nog open staan. Rood: 90% of meer.
outlook-likely-alt = Hoeveel open knelpunten welke kans hebben om over { $days } dagen nog open te staan. Bij { $n } is die kans 90% of meer.
outlook-method = De kans komt uit knelpunten van dezelfde categorie die net zo oud werden. Zijn er minder dan tien om mee te vergelijken, dan is er geen kans te noemen.
outlook-expected = Naar verwachting gaan er { $n } af: dat is de som van alle kansen om te gaan.
outlook-chance = Kans
outlook-step = { $from } – { $to }%
outlook-number = Aantal
outlook-bar = Balk
outlook-where = Welke categorieën dat zijn
outlook-where-sub = Kans van 90% of meer
outlook-list = Grootste kans om te blijven
outlook-list-sub = 
    { $total ->
    [one] De kans komt uit wat er gebeurde met knelpunten van dezelfde categorie die net zo oud werden.
   *[other] De eerste { $shown } van { $total }. De kans komt uit wat er gebeurde met knelpunten van dezelfde categorie die net zo oud werden.
    }
outlook-chance-open = Kans nog open over { $days } dagen
outlook-comparable = Vergelijkbare
outlook-none-went = geen enkele ging eraf
outlook-all = Alle { $n }
outlook-unknown = 
    { $n ->
    [one] Niet te zeggen: één knelpunt
   *[other] Niet te zeggen: { $n } knelpunten
    }
outlook-unknown-sub = Deze zijn ouder dan bijna alle andere van hun categorie, of van hun categorie is te weinig bekend: er zijn er minder dan tien om mee te vergelijken, of die zijn niet lang genoeg gevolgd. Juist deze vragen aandacht. Het oudste staat bovenaan.
outlook-reason = Waarom niet
outlook-too-few = 
    { $n ->
    [0] geen om mee te vergelijken
    [one] één om mee te vergelijken
   *[other] { $n } om mee te vergelijken
    }
outlook-too-far = niet lang genoeg gevolgd
outlook-over-all = Vergeleken met alle categorieën samen
outlook-over-all-of = { $n } vergelijkbaar
outlook-next = Volgende { $n }
