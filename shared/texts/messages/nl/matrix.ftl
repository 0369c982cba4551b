# Which municipality has what open.
matrix-title = Gemeenten en categorieën
matrix-lead = Wat er waar open staat: een rij per gemeente, een kolom per categorie.
matrix-link = Per gemeente en categorie
matrix-heading = { $n ->
        [one] In één gemeente staat iets open
       *[other] In { $n } gemeenten staat iets open
    }, in { $categories ->
        [one] één categorie
       *[other] { $categories } categorieën
    }
matrix-sub = Gemeenten { $from } tot en met { $to } van { $n }; die met de meeste hardnekkige knelpunten eerst. Rood: er is iets hardnekkig. Blauw: open, en niets hardnekkig. Een getal staat er bij meer dan één. De totalen onderaan gaan over alle gemeenten.
matrix-alt = Wat er open staat per gemeente en categorie: gemeenten { $from } tot en met { $to } van { $n }. De aantallen staan in de tabel onder de grafiek.
matrix-cell = { $name }, { $category }: { $open } open, { $persisting } hardnekkig
matrix-total = Totaal open
matrix-none = Er staat nu niets open
matrix-none-text = Zodra een knelpunt open staat, staat het hier bij zijn gemeente en zijn categorie.
