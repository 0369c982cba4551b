# The overview.
overview-title = Knelpunten bij gemeenten
overview-lead = { $open ->
        [0] Er staat niets open.
        [one] Er staat er één open, in één gemeente.
       *[other] Er staan er { $open } open, in { $municipalities ->
            [one] één gemeente.
           *[other] { $municipalities } gemeenten.
        }
    }
overview-lead-persisting = { $n ->
        [0] Niets daarvan is hardnekkig.
        [one] Daarvan is er één hardnekkig.
       *[other] Daarvan zijn er { $n } hardnekkig.
    }
overview-empty-lead = Hier ziet u straks welke knelpunten blijven, waar, en hoe lang al.
overview-definitions = Wat betekenen deze woorden?
empty-heading = Er is nog geen knelpunt gemeld
empty-by-hand = Met de hand
empty-by-hand-text = Kies een gemeente en vul in wat er aan de hand is. Dat duurt een minuut.
empty-by-hand-link = Meld het eerste knelpunt
empty-file = Uit een bestand
empty-file-text = Excel, LibreOffice, CSV of een ingevulde bellijst. Eerst doen we een proef: er wordt nog niets bewaard.
empty-file-link = Lees een bestand in
empty-round = Met een belronde
empty-round-text = Download een bellijst met alle gemeenten, bel, en lees de ingevulde lijst in.
empty-example = Eerst kijken hoe het eruitziet
empty-example-text = Met voorbeeldgegevens ziet u wat u krijgt als een paar jaar aan rondes is ingelezen. Start daarvoor
key-persisting = Hardnekkig
key-persisting-note = { $change } in een jaar. Minstens 180 dagen open, of in twee rondes gemeld.
key-open = Open
key-open-note = { $change } in een jaar. Gemeld en nog niet afgesloten.
key-closed = Afgesloten in twaalf maanden
key-closed-note = { $n ->
        [0] In die tijd kwam er niets bij.
        [one] In die tijd kwam er één bij.
       *[other] In die tijd kwamen er { $n } bij.
    } Opgelost, vervallen of landelijk opgelost.
key-unconfirmed = Een jaar niet bevestigd
key-unconfirmed-note = Van de open knelpunten. Niemand heeft het laatste jaar gezegd dat ze er nog zijn, of dat ze weg zijn.
trend-heading = In twaalf maanden { $added ->
        [0] kwam er niets bij
        [one] kwam er één bij
       *[other] kwamen er { $added } bij
    } en { $removed ->
        [0] ging er niets af
        [one] ging er één af
       *[other] gingen er { $removed } af
    }
trend-subtitle = Alle gemeenten, per maand. Boven: hoeveel er open staan aan het eind van de maand. Onder: hoeveel erbij kwamen en eraf gingen. Gearceerd: wat een jaar niet bevestigd is.
trend-open = { $n } open
trend-persisting = { $n } hardnekkig
trend-unconfirmed = { $n } een jaar niet bevestigd
trend-added = { $n } erbij
trend-removed = { $n } eraf
trend-in = in { $month }
trend-round = ronde
trend-month = Maand
trend-reported = Gemeld
trend-came-back = waarvan teruggekomen
trend-persisting-column = waarvan hardnekkig
trend-unconfirmed-column = waarvan een jaar niet bevestigd
alt-trend = Grafiek per maand, { $from } tot en met { $to }. Open: van { $open } naar { $openNow }. Hardnekkig: van { $persisting } naar { $persistingNow }. Een jaar niet bevestigd: { $unconfirmed }. De cijfers staan in de tabel onder de grafiek.
oldest-heading = Wat het langst open staat
oldest-subtitle = { $total ->
        [0] Niets is hardnekkig.
        [one] Eén hardnekkig knelpunt.
       *[other] De { $shown } oudste van { $total } hardnekkige knelpunten.
    }
movers-heading = { $n ->
        [0] Geen enkele categorie veranderde meer dan toeval kan verklaren
        [one] Eén categorie veranderde echt: { $name }
       *[other] { $n } categorieën veranderden echt
    }
movers-heading-provinces = { $n ->
        [0] Geen enkele provincie veranderde meer dan toeval kan verklaren
        [one] Eén provincie veranderde echt: { $name }
       *[other] { $n } provincies veranderden echt
    }
movers-heading-blocks = { $n ->
        [0] Geen enkele bouwsteen veranderde meer dan toeval kan verklaren
        [one] Eén bouwsteen veranderde echt: { $name }
       *[other] { $n } bouwstenen veranderden echt
    }
movers-heading-groups = { $n ->
        [0] Geen enkele groep veranderde meer dan toeval kan verklaren
        [one] Eén groep veranderde echt: { $name }
       *[other] { $n } groepen veranderden echt
    }
movers-all = Alle { $n }, met de toets
movers-test = p is de kans op een verschil dat minstens zo onwaarschijnlijk is, als er niets is veranderd. De gecorrigeerde p houdt rekening met het aantal rijen: bij veel vergelijkingen is er altijd wel één toevallig klein.
movers-p = p
movers-q = p, gecorrigeerd
movers-subtitle = Hoe vaak er een knelpunt bij kwam: de laatste twaalf maanden gedeeld door de twaalf maanden daarvoor. 2 is twee keer zo vaak. De lijn is het interval van 95%.
movers-before = Vorige 12 maanden
movers-now = Laatste 12 maanden
movers-ratio = Verhouding
movers-changed = Veranderd?
movers-more = meer
movers-less = minder
movers-chance = kan toeval zijn
