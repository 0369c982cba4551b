# The monthly report: sentences that people send on. Each is whole in itself.
monthly-all = Maandberichten
monthly-title = Maandbericht { $month }
monthly-lead = Knelpunten bij gemeenten, 1 tot en met { $last }.
monthly-open =
    { $n ->
        [0] Eind { $month } stond er geen enkel knelpunt open.
        [one] Eind { $month } stond er één knelpunt open, in { $municipality }.
       *[other] Eind { $month } stonden er { $n } knelpunten open.
    }
monthly-same = Dat is evenveel als een maand eerder.
monthly-more =
    { $n ->
        [one] Dat is er één meer dan een maand eerder.
       *[other] Dat zijn er { $n } meer dan een maand eerder.
    }
monthly-fewer =
    { $n ->
        [one] Dat is er één minder dan een maand eerder.
       *[other] Dat zijn er { $n } minder dan een maand eerder.
    }
monthly-persisting =
    { $n ->
        [0] Geen daarvan is hardnekkig.
        [one] Eén daarvan is hardnekkig: { $name } in { $municipality }.
       *[other] Daarvan zijn er { $n } hardnekkig.
    }
monthly-persisting-not = Het is niet hardnekkig.
monthly-persisting-only = Het is hardnekkig.
monthly-persisting-all = Ze zijn allemaal hardnekkig.
monthly-nothing = In { $month } gebeurde er niets: er kwam niets bij en er ging niets af.
monthly-added =
    { $n ->
        [0] Er kwam niets bij.
        [one] Er kwam één knelpunt bij: { $name } in { $municipality }.
       *[other] Er kwamen er { $n } bij.
    }
monthly-back =
    { $n ->
        [one] Daarvan kwam er één terug nadat het eerder was afgesloten.
       *[other] Daarvan kwamen er { $n } terug nadat ze eerder waren afgesloten.
    }
monthly-back-only = Het kwam terug nadat het eerder was afgesloten.
monthly-back-all = Ze kwamen allemaal terug nadat ze eerder waren afgesloten.
monthly-removed =
    { $n ->
        [0] Er ging niets af.
        [one] Er ging er één af: { $name } in { $municipality }, { $how }.
       *[other] Er gingen er { $n } af: { $how }.
    }
monthly-removed-all = allemaal { $outcome }
monthly-became =
    { $n ->
        [0] Er werd niets hardnekkig.
        [one] Eén knelpunt werd hardnekkig.
       *[other] Er werden { $n } knelpunten hardnekkig.
    }
monthly-unconfirmed =
    { $n ->
        [0] { $open ->
            [one] Het open knelpunt is het laatste jaar bevestigd.
           *[other] Alle open knelpunten zijn het laatste jaar bevestigd.
        }
        [one] { $open ->
            [one] Het open knelpunt is al een jaar niet bevestigd.
           *[other] Eén open knelpunt is al een jaar niet bevestigd.
        }
       *[other] Al een jaar niet bevestigd: { $n } van de { $open }.
    }
monthly-year-before =
    { $open ->
        [0] Een jaar eerder, eind { $month }, stond er niets open.
        [one] Een jaar eerder, eind { $month }, stond er één knelpunt open.
       *[other] Een jaar eerder, eind { $month }, stonden er { $open } open, waarvan { $persisting ->
            [0] geen enkele hardnekkig.
            [one] één hardnekkig.
           *[other] { $persisting } hardnekkig.
        }
    }
monthly-movers =
    { $n ->
        [0] Geen enkele categorie kwam er de laatste twaalf maanden vaker of minder vaak bij dan toeval kan verklaren.
        [one] Eén categorie veranderde meer dan toeval kan verklaren: { $names }, van { $before } naar { $now } keer.
       *[other] Deze categorieën veranderden meer dan toeval kan verklaren: { $names }.
    }
monthly-no-round = In { $month } was er geen ronde.
monthly-last-round = De laatste ronde was { $round }: { $reached }.
monthly-round = In { $month } was de ronde { $round }: { $reached }.
monthly-rounds = In { $month } waren er { $n } rondes: { $rounds }.
monthly-one-of-rounds = in { $round } { $reached }
monthly-reached =
    { $asked ->
        [0] wie er gebeld is, is niet vastgelegd
        [one] { $reached ->
            [0] de enige gebelde gemeente is niet gesproken
           *[other] de enige gebelde gemeente is gesproken
        }
       *[other] { $reached ->
            [0] geen van de { $asked } gebelde gemeenten is gesproken
            [one] één van de { $asked } gebelde gemeenten is gesproken
           *[other] { $reached } van de { $asked } gebelde gemeenten zijn gesproken
        }
    }
monthly-all-reached = Alle gemeenten van die ronde zijn bereikt.
monthly-to-call =
    { $n ->
        [0] Er hoeft niemand meer gebeld te worden.
        [one] Er moet er nog één gebeld worden: { $municipality }.
       *[other] Er moeten er nog { $n } gebeld worden.
    }
monthly-method = Coaches bellen gemeenten in rondes, en systemen melden zelf storingen. Een knelpunt blijft open tot iemand zegt dat het weg is; dat er niets over gehoord is, telt niet als oplossing. Hardnekkig is: minstens 180 dagen open, of in twee rondes gemeld.
monthly-definitions = Alle begrippen
monthly-numbers = In cijfers
monthly-figure = Cijfer
monthly-trend = Verloop
monthly-persisted = Hardnekkig geworden: { $n }
monthly-recurred = Teruggekomen: { $n }
monthly-closed = Afgesloten: { $n }
monthly-rounds-heading = Ronde
monthly-method-heading = Hoe deze cijfers tot stand komen
monthly-first = De eerste { $shown } van { $total } in die maand.
monthly-how = Hoe
monthly-was-open = Stond open
monthly-by-what = Waardoor
monthly-before = Vorige maand
monthly-after = Volgende maand
monthly-list-lead = { $n ->
        [0] Er is nog geen maandbericht. Het eerste verschijnt na afloop van de maand waarin voor het eerst iets is gemeld.
        [one] Er is één maandbericht. Elk bericht toont de stand aan het eind van de maand, en past op twee vellen papier.
       *[other] Er zijn { $n } maandberichten. Elk bericht toont de stand aan het eind van de maand, en past op twee vellen papier.
    }
monthly-list-heading = Per maand
monthly-month = Maand
monthly-print = Afdrukken of PDF
monthly-print-how = Met Ctrl+P drukt u dit bericht af, of bewaart u het als PDF.
