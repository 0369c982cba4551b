# Categories and building blocks.
categories-lead = Een knelpunt valt in één van { $n } categorieën. { $open ->
        [0] In geen enkele categorie staat nu iets open.
        [one] In één categorie staat nu iets open.
       *[other] { $without ->
            [0] In elke categorie staat nu iets open.
           *[other] In { $open } daarvan staat nu iets open.
        }
    }
categories-most = De meeste hardnekkige knelpunten vallen onder { $names }: { $n ->
        [one] { $count }.
       *[other] elk { $count }.
    }
blocks-lead = Een knelpunt kan over één van { $n } bouwstenen gaan. { $open ->
        [0] Over geen enkele bouwsteen staat nu iets open.
        [one] Over één bouwsteen staat nu iets open.
       *[other] { $without ->
            [0] Over elke bouwsteen staat nu iets open.
           *[other] Over { $open } daarvan staat nu iets open.
        }
    }
blocks-most = De meeste hardnekkige knelpunten gaan over { $names }: { $n ->
        [one] { $count }.
       *[other] elk { $count }.
    }
categories-each = Per categorie
categories-all = Alle { $n } categorieën
blocks-each = Per bouwsteen
groups-each-sub = Aantal open (blauw) en hardnekkig (rood) aan het eind van elke maand, de laatste twee jaar. Alle grafieken hebben dezelfde schaal.
groups-each-most = { $n ->
        [one] Dit is de enige waarvan iets is gemeld.
       *[other] Dit zijn de { $n } met de meeste hardnekkige knelpunten.
    }
groups-unreported = Nog nooit gemeld: { $n }
alt-panel = { $name }: open van { $open } naar { $openNow }, hardnekkig van { $persisting } naar { $persistingNow }, sinds { $from }.

# One category, building block or party.
group-lead-nothing = “{ $name }” is nog nooit gemeld.
category-lead = { $open ->
        [0] “{ $name }” staat nu nergens open.
        [one] “{ $name }” staat één keer open, in één gemeente. { $persisting ->
            [0] Dat is niet hardnekkig.
           *[other] Dat is hardnekkig.
        }
       *[other] “{ $name }” staat { $open } keer open, in { $municipalities ->
            [one] één gemeente
           *[other] { $municipalities } gemeenten
        }. { $persisting ->
            [0] Niets daarvan is hardnekkig.
            [one] Daarvan is het één keer hardnekkig.
           *[other] Daarvan is het { $persisting } keer hardnekkig.
        }
    }
category-lead-added = In de laatste twaalf maanden kwam het er { $now ->
        [0] niet
        [one] één keer
       *[other] { $now } keer
    } bij; in de twaalf maanden daarvoor { $before ->
        [0] { $now ->
            [0] ook niet
           *[other] niet
        }
        [one] één keer
       *[other] { $before } keer
    }.
block-lead = { $open ->
        [0] Over { $name } staat nu niets open.
        [one] Over { $name } staat één knelpunt open, in één gemeente. { $persisting ->
            [0] Dat is niet hardnekkig.
           *[other] Dat is hardnekkig.
        }
       *[other] Over { $name } staan { $open } knelpunten open, in { $municipalities ->
            [one] één gemeente
           *[other] { $municipalities } gemeenten
        }. { $persisting ->
            [0] Niets daarvan is hardnekkig.
            [one] Daarvan is er één hardnekkig.
           *[other] Daarvan zijn er { $persisting } hardnekkig.
        }
    }
block-lead-added = In de laatste twaalf maanden { $now ->
        [0] kwam er niets
        [one] kwam er één
       *[other] kwamen er { $now }
    } bij; in de twaalf maanden daarvoor { $before ->
        [0] { $now ->
            [0] ook niets
           *[other] niets
        }
        [one] één
       *[other] { $before }
    }.
group-more = Dat is meer dan toeval kan verklaren.
group-less = Dat is minder, en meer dan toeval kan verklaren.
group-chance = Dat verschil kan toeval zijn.
group-trend = Verloop
group-trend-sub = Per maand. Boven: hoeveel er open staan aan het eind. Onder: hoeveel erbij kwamen en eraf gingen. Gearceerd: wat een jaar niet bevestigd is.
survival-heading = Na een jaar staat { $share } nog open
survival-heading-unknown = Hoe lang het open staat
survival-subtitle = Deel dat nog open staat, naar de tijd sinds het begin. Ook wat nu open staat telt mee: { $n } keer begonnen, waarvan { $open } nog open.
survival-from = De kromme begint bij dag { $days }: daarvoor waren er te weinig te volgen.
survival-half = na { $days } dagen de helft
survival-category = deze categorie
survival-block = deze bouwsteen
survival-party = deze partij
survival-categories = alle categorieën
survival-all = alle knelpunten
survival-with-interval = met interval van 95%
survival-at-risk = Zoveel knelpunten waren er dan nog te volgen:
survival-begin = begin
survival-half-year = ½ jaar
survival-1-year = 1 jaar
survival-1-half-years = 1½ jaar
survival-2-years = 2 jaar
survival-2-half-years = 2½ jaar
survival-3-years = 3 jaar
survival-after = Na
survival-still-open = Nog open
survival-low = Interval van
survival-high = tot
survival-followed = Nog te volgen
alt-survival = Het deel dat nog open staat, naar de tijd.
alt-survival-year = Na een jaar { $share } (interval { $low } tot { $high }).
alt-survival-half = De helft is afgesloten na { $days } dagen.
alt-survival-half-all = Bij alle knelpunten samen na { $days } dagen.
too-few = Er is nog te weinig om dit te laten zien: minstens 10 knelpunten zijn nodig, en { $n ->
        [0] er is er nog geen.
        [one] er is er één.
       *[other] er zijn er { $n }.
    }
too-few-followed = Er is nog te weinig om dit te laten zien: minstens 10 knelpunten moeten tegelijk te volgen zijn, en dat { $n ->
        [0] is er geen.
        [one] is er één.
       *[other] zijn er { $n }.
    }
outcomes-heading = Hoe het afloopt
outcomes-subtitle = Vervallen is niet hetzelfde als opgelost. Daarom staan ze apart.
outcomes-after-90 = Na 90 dagen
outcomes-after-180 = Na 180 dagen
outcomes-after-365 = Na een jaar
outcomes-open = { $share } open
outcomes-solved = { $share } opgelost
outcomes-nationally = { $share } landelijk opgelost
outcomes-lapsed = { $share } vervallen
outcomes-alt-table = De cijfers staan in de tabel onder de grafiek.
remedies-heading = Waardoor het werd opgelost
remedies-none = Er is hier nog niets opgelost.
remedies-subtitle = { $n ->
        [one] Eén keer opgelost
       *[other] { $n } keer opgelost
    }
remedies-what = Waardoor
remedies-times = Keer
remedies-unknown = niet bekend
remedies-caution = Wat het vaakst genoemd is, hoeft niet het beste te helpen.
group-where = Waar het open staat
group-where-nowhere = Er staat hier nu niets open.
group-where-sub = { $more ->
        [0] { $shown ->
            [one] Eén knelpunt
           *[other] { $shown } knelpunten, het oudste eerst
        }
       *[other] De { $shown } oudste van { $total }
    }
