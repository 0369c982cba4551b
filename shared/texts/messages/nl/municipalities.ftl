# The list of the municipalities.
municipalities-lead = 
    { $m ->
    [one] Er is één gemeente.
   *[other] Er zijn { $m } gemeenten.
    }
municipalities-lead-open = 
    { $open ->
    [0] In geen enkele gemeente staat iets open.
    [one] In één daarvan staat iets open.
   *[other] In { $open } daarvan staat iets open.
    }
municipalities-lead-persisting = 
    { $persisting ->
    [0] Nergens is dat hardnekkig.
    [one] In één is dat hardnekkig.
   *[other] In { $persisting } is dat hardnekkig.
    }
municipalities-letters = Gemeenten per beginletter
municipalities-all-letters = Alle
municipalities-starting = Gemeenten met de letter { $letter }
municipalities-choose = Kies een provincie en een grootte
municipalities-all-provinces = Alle provincies
municipalities-size = Aantal inwoners
municipalities-all-sizes = Elke grootte
municipalities-size-between = { $from } tot { $below }
municipalities-size-from = { $from } of meer
municipalities-size-below = minder dan { $below }
municipalities-show = Toon
municipalities-heading = 
    { $n ->
    [0] Niets gevonden met deze keuze
    [one] Eén gemeente
   *[other] { $n } gemeenten
    }
municipalities-drop = Laat een deel weg:
municipalities-drop-letter = de letter { $letter }
municipalities-oldest = Oudste sinds
municipalities-last-reached = Laatst gesproken
municipalities-sub = Op alfabet. Een streepje bij “Laatst gesproken”: de gemeente is nog niet gesproken. Wat daar open staat, is dan van systemen gehoord. Onbekend: er staat niets open, en de gemeente is het laatste jaar niet gesproken.
