# One municipality.
municipality-lead-open = { $open ->
        [0] In { $name } staat niets open.
        [one] In { $name } staat één knelpunt open.
       *[other] In { $name } staan { $open } knelpunten open.
    }
municipality-lead-open-unknown = Of in { $name } nu iets open staat, is onbekend.
municipality-lead-persisting = { $open ->
        [one] { $persisting ->
            [0] Het is nog niet hardnekkig.
           *[other] Het is hardnekkig.
        }
       *[other] { $persisting ->
            [0] Niets daarvan is hardnekkig.
            [one] Daarvan is er één hardnekkig.
           *[other] Daarvan zijn er { $persisting } hardnekkig.
        }
    }
municipality-lead-oldest = { $open ->
        [one] Het staat open sinds { $date }: { $age }.
       *[other] Het oudste staat open sinds { $date }: { $age }.
    }
municipality-lead-closed = { $n ->
        [one] Eerder is er één afgesloten.
       *[other] Eerder zijn er { $n } afgesloten.
    }
municipality-lead-reached = Laatst gesproken in de ronde { $round }.
municipality-lead-reached-long-ago = Laatst gesproken in de ronde { $round }: langer dan een jaar geleden.
municipality-lead-never-reached = De gemeente is nog niet gesproken.
municipality-lead-unknown = Van { $name } is niets bekend: de gemeente is nog niet gesproken.

# What became of it.
municipality-became-renamed = { $name } heet sinds { $date } { $main }.
municipality-became-merged = { $name } is op { $date } opgegaan in { $main }.
municipality-became-merged-parts = { $name } is op { $date } opgegaan in { $main }; een klein deel ging naar { $others }.
municipality-became-split = { $name } is op { $date } gesplitst. Wat { $name } meldde, telt mee bij { $main }, de hoofdopvolger in het register, want een melding zegt niet in welk deel van de gemeente het speelt. De rest ging naar { $others }.
municipality-own-reports = Hieronder staat wat { $name } zelf heeft gemeld.
municipality-was-renamed = { $name }, zoals { $main } eerder heette
municipality-was-merged-parts = { $name }, opgegaan in { $main }; een klein deel ging naar { $others }
municipality-was-split = { $name }, gesplitst: geteld bij { $main }, de hoofdopvolger in het register; de rest ging naar { $others }

municipality-record-support = Leg ondersteuning vast
municipality-download = Download (Excel)
municipality-timeline = Vanaf { $year }: { $open } open, { $closed } afgesloten
municipality-as-first-reported = Knelpunt, zoals het eerst is gemeld
municipality-open = Wat open staat
municipality-nothing-open = Er staat hier niets open.
municipality-unknown-open = Onbekend: er is niets gemeld dat nog open staat, maar de gemeente is het laatste jaar niet gesproken.
municipality-oldest-of = De { $shown } oudste van { $total }.
municipality-closed = Wat is afgesloten, en waardoor
municipality-nothing-closed = Er is hier nog niets afgesloten.
municipality-last-of = De { $shown } die het laatst zijn gemeld, van { $total }.
municipality-rounds = In welke rondes gesproken
municipality-outcome = Uitkomst

municipality-about = Over deze gemeente
municipality-formed = Ontstaan uit
municipality-formed-none = geen herindeling sinds 2012
municipality-from = { $names } (op { $date })
municipality-from-parts = een deel van { $parts } (op { $date })
municipality-from-both = { $names }, en een deel van { $parts } (op { $date })
municipality-never-reached = nog niet gesproken
municipality-support = Ondersteuning
municipality-support-none = geen bekend
municipality-support-one = { $name }, { $date }
municipality-support-topics = { $name }, { $date }, over { $topics }
municipality-support-without-topics = { $name }, { $date }, over geen enkele categorie
municipality-rate = Per 10 gemeenten
municipality-rate-both = in { $province } { $own } hardnekkig; in Nederland { $all }
municipality-rate-few = in { $province } { $own } hardnekkig ({ $n } gemeenten: dat verandert snel); in Nederland { $all }
municipality-code = CBS-code
