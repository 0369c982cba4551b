# All rounds.
rounds-title = Rondes
rounds-lead = In een ronde bellen coaches gemeenten en vragen wat er speelt. Hier staat per ronde wie gesproken is, wat er nog was, wat weg was en wat er nieuw was.
rounds-none = Er is nog geen ronde geweest
rounds-none-text = Download een bellijst om te beginnen.
rounds-none-command = Met een installatie op uw eigen computer doet u dat met
rounds-list = 
    { $n ->
    [one] Er was één ronde
   *[other] Er waren { $n } rondes
    }
rounds-list-sub = De laatste ronde staat bovenaan. Er nog, weg en niet besproken zijn samen altijd wat er open stond.
rounds-began = Begonnen
rounds-called = Op de bellijst
rounds-reached = Gesproken
rounds-expected = Stond open
rounds-still-there = Er nog
rounds-gone = Weg
rounds-not-discussed = Niet besproken
rounds-new = Nieuw gehoord
rounds-open-after = Open na de ronde
rounds-tiles = 
    { $n ->
    [one] Eén gemeente is in de laatste rondes gebeld
   *[other] { $n } gemeenten zijn in de laatste rondes gebeld
    }
rounds-tiles-sub = De laatste { $rounds } rondes, gemeenten { $from } tot en met { $to } van { $n }, op alfabet.
rounds-tiles-alt = Per gemeente en ronde: gesproken, niet bereikt, zag ervan af of niet gebeld. In { $round } zijn { $reached } van { $called } gesproken.
rounds-tile = { $name }, { $round }: { $outcome }
rounds-next = Volgende gemeenten
rounds-previous = Vorige gemeenten

# One round.
round-title = Ronde { $name }
round-not-begun = Op deze peildatum is van deze ronde nog niets te zien.
round-lead = 
    { $n ->
    [0] Van { $from } tot en met { $to } stond er geen gemeente op de bellijst.
    [one] Van { $from } tot en met { $to } stond er één gemeente op de bellijst.
   *[other] Van { $from } tot en met { $to } stonden er { $n } gemeenten op de bellijst.
    }
round-lead-day = 
    { $n ->
    [0] Op { $from } stond er geen gemeente op de bellijst.
    [one] Op { $from } stond er één gemeente op de bellijst.
   *[other] Op { $from } stonden er { $n } gemeenten op de bellijst.
    }
round-lead-reached = 
    { $n ->
    [0] Daarvan is er geen gesproken.
    [one] Daarvan is er één gesproken ({ $share }).
   *[other] Daarvan zijn er { $n } gesproken ({ $share }).
    }
round-lead-to-call = 
    { $n ->
    [0] Alle gemeenten van deze ronde zijn bereikt.
    [one] Er moet er nog één gebeld worden.
   *[other] Er moeten er nog { $n } gebeld worden.
    }
round-lead-others = 
    { $n ->
    [0] Alle gemeenten hoorden bij deze ronde.
    [one] Eén gemeente hoorde niet bij deze ronde.
   *[other] De andere { $n } gemeenten hoorden niet bij deze ronde.
    }
round-result = Wat de ronde opleverde
round-without-call = 
    { $n ->
    [one] Van nog één gemeente kwam iets binnen zonder dat is vastgelegd dat ze gebeld is. Die telt niet mee.
   *[other] Van nog { $n } gemeenten kwam iets binnen zonder dat is vastgelegd dat ze gebeld zijn. Die tellen niet mee.
    }
round-bar-called = 
    { $n ->
    [one] Op de bellijst: één gemeente
   *[other] Op de bellijst: { $n } gemeenten
    }
round-bar-expected = 
    { $n ->
    [one] Bij wie gesproken is, stond open: één knelpunt
   *[other] Bij wie gesproken is, stond open: { $n } knelpunten
    }
round-bar-new = 
    { $n ->
    [one] Nieuw gehoord: één knelpunt
   *[other] Nieuw gehoord: { $n } knelpunten
    }
round-n-reached = { $n } gesproken
round-n-no-answer = { $n } niet bereikt
round-n-declined = 
    { $n ->
    [one] { $n } zag ervan af
   *[other] { $n } zagen ervan af
    }
round-n-still-there = { $n } er nog
round-n-gone = { $n } weg
round-n-not-discussed = { $n } niet besproken
round-n-first = { $n } voor het eerst
round-n-recurred = { $n } teruggekomen
round-alt = Gebeld { $called }: gesproken { $reached }, niet bereikt { $missed }, zagen ervan af { $declined }. Open { $expected }: er nog { $there }, weg { $gone }, niet besproken { $undiscussed }. Nieuw { $new }.
round-what = Wat
round-number = Aantal
round-previous = Naast de vorige ronde
round-previous-sub = Niet dezelfde gemeenten.
round-only-both = Alleen wie in beide rondes gesproken is
round-against = Naast { $name }
round-against-sub = 
    { $n ->
    [one] Alleen de ene gemeente die in beide rondes is gesproken.
   *[other] Alleen de { $n } gemeenten die in beide rondes zijn gesproken.
    }
round-to-call = 
    { $n ->
    [0] Nog te bellen: geen gemeente
    [one] Nog te bellen: één gemeente
   *[other] Nog te bellen: { $n } gemeenten
    }
round-to-call-sub = Niet bereikt in deze ronde, op alfabet.
round-declined = 
    { $n ->
    [one] Zag ervan af: één gemeente
   *[other] Zagen ervan af: { $n } gemeenten
    }
round-last-reached = Laatst gesproken
round-never = nog nooit
round-open = Open
round-open-there = Wat daar open staat
round-nothing = niets bekend
round-others = 
    { $n ->
    [one] Niet gebeld: één gemeente
   *[other] Niet gebeld: { $n } gemeenten
    }
round-others-sub = 
    { $n ->
    [0] Bij geen daarvan staat iets open.
    [one] Bij één daarvan staat iets open.
   *[other] Bij { $n } daarvan staat iets open.
    }
round-by-municipality = Per gemeente
round-by-municipality-sub = Elke gemeente van de ronde, op alfabet.
round-outcome = Gebeld
round-topics = { $n } van de { $all } onderwerpen
round-other = Andere ronde
round-no-other = de vorige ronde
round-compare = Vergelijk
round-call-sheet = Download een bellijst voor { $name }
round-import = Lees een ingevulde bellijst in
