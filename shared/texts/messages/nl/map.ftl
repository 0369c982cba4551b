# Maps of the municipalities.
map-title = Kaart
map-choose = Kies wat de kaart toont
map-measure = Wat
map-persisting = Hardnekkige knelpunten
map-open = Open knelpunten
map-unconfirmed = Deel dat een jaar niet bevestigd is
map-day = Op
map-beside = Naast (mag leeg)
map-heading-persisting = 
    { $n ->
    [0] In geen enkele gemeente staat een hardnekkig knelpunt
    [one] In één van de { $all } gemeenten staat minstens één hardnekkig knelpunt
   *[other] In { $n } van de { $all } gemeenten staat minstens één hardnekkig knelpunt
    }
map-heading-open = 
    { $n ->
    [0] In geen enkele gemeente staat iets open
    [one] In één van de { $all } gemeenten staat minstens één knelpunt open
   *[other] In { $n } van de { $all } gemeenten staat minstens één knelpunt open
    }
map-heading-unconfirmed = 
    { $n ->
    [0] In geen enkele gemeente is een open knelpunt een jaar niet bevestigd
    [one] In één van de { $all } gemeenten is minstens één open knelpunt een jaar niet bevestigd
   *[other] In { $n } van de { $all } gemeenten is minstens één open knelpunt een jaar niet bevestigd
    }
map-sub-persisting = Aantal hardnekkige knelpunten per gemeente. Gearceerd: het laatste jaar niet gesproken en niets open. Daar weten we het niet.
map-sub-open = Aantal open knelpunten per gemeente. Gearceerd: het laatste jaar niet gesproken en niets open. Daar weten we het niet.
map-sub-unconfirmed = Welk deel van de open knelpunten een jaar niet bevestigd is. Gearceerd: het laatste jaar niet gesproken en niets open. Daar weten we het niet.
map-alt-persisting = Kaart van de { $all } gemeenten op { $date }. In { $n } gemeenten staat minstens één hardnekkig knelpunt; van { $unknown } gemeenten is het niet bekend. De aantallen staan in de tabel ernaast.
map-alt-open = Kaart van de { $all } gemeenten op { $date }. In { $n } gemeenten staat minstens één knelpunt open; van { $unknown } gemeenten is het niet bekend. De aantallen staan in de tabel ernaast.
map-alt-unconfirmed = Kaart van de { $all } gemeenten op { $date }. In { $n } gemeenten is minstens één open knelpunt een jaar niet bevestigd; van { $unknown } gemeenten is het niet bekend. De aantallen staan in de tabel ernaast.
map-area = { $name }: { $persisting } hardnekkig, { $open } open
map-area-unknown = { $name }: onbekend
map-area-reached = laatst gesproken in { $round }
map-area-never = nog niet gesproken
map-unknown = onbekend
map-4 = 4 of meer
map-up-to = tot en met { $share }
map-class = { $name } ({ $n })
map-not-confirmed = Niet bevestigd
map-source = Grenzen: © CBS / Kadaster
provinces-open = Open
provinces-persisting = Hardnekkig
provinces-rate = per 10 gemeenten
provinces-earlier = jaar eerder
provinces-country = Nederland
provinces-small = Gearceerde balk: minder dan 10 gemeenten. Zo’n getal verandert snel.
provinces-map = Grote kaart, en een andere dag kiezen
map-heading-unknown = Van geen enkele gemeente is iets bekend
