# Whom knelpunten wait on.
parties-title = Op wie gemeenten wachten
parties-lead = Van de { $open } open knelpunten { $n ->
        [0] wacht er geen enkel
        [one] wacht er één
       *[other] wachten er { $n }
    } op een leverancier, een landelijke partij of een samenwerkingsverband.
parties-lead-order = De volgorde is die van het aantal wachtende gemeenten. Een grote partij heeft meer klanten, en dus meer wachtenden: kijk ook naar de duur.
parties-lead-nothing = Er is nog geen knelpunt gemeld dat op een leverancier, een landelijke partij of een samenwerkingsverband wacht.
parties-nothing = Niets gevonden met deze keuze.
parties-kinds = Soort partij
parties-all-kinds = Alle partijen
parties-suppliers = leveranciers
parties-national-bodies = landelijke partijen
parties-partnerships = samenwerkingsverbanden
parties-heading = { $parties ->
        [one] { $n ->
            [one] Op { $names } wacht één gemeente
           *[other] Op { $names } wachten de meeste gemeenten: { $n }
        }
       *[other] Op { $names } wachten de meeste gemeenten: elk { $n }
    }
parties-heading-none = Op geen enkele partij wordt nu gewacht
parties-heading-all = Alle { $n } partijen
parties-sub = Balk: knelpunten die nu open staan, hardnekkig (rood) en overig. Punt en lijn: na hoeveel dagen de helft is afgesloten, met het interval van 95%. Een pijl: het eind van het interval is nog niet te zeggen.
parties-now = Wat nu open staat
parties-ever = Alles wat ooit gemeld is
parties-party = Partij
parties-middle-age = Helft staat langer open dan (dagen)
parties-half = Helft afgesloten na (dagen)
parties-not-yet = nog niet
parties-next = Volgende partijen
parties-who = Wie wacht op { $name }
parties-more = Alles over { $name }
parties-municipalities = { $n ->
        [one] Eén gemeente wacht
       *[other] { $n } gemeenten wachten
    }

# One party.
party-lead-nothing = Er is nog geen knelpunt gemeld dat op { $name } wacht.
party-lead = { $open ->
        [0] Op { $name } wacht nu niets.
        [one] Op { $name } wacht één knelpunt, in één gemeente. { $persisting ->
            [0] Dat is niet hardnekkig.
           *[other] Dat is hardnekkig.
        }
       *[other] Op { $name } wachten { $open } knelpunten, in { $municipalities ->
            [one] één gemeente
           *[other] { $municipalities } gemeenten
        }. { $persisting ->
            [0] Niets daarvan is hardnekkig.
            [one] Daarvan is er één hardnekkig.
           *[other] Daarvan zijn er { $persisting } hardnekkig.
        }
    }
