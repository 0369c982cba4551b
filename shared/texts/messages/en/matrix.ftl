# Which municipality has what open.
matrix-title = Municipalities and categories
matrix-lead = What is open where: a row for each municipality, a column for each category.
matrix-link = By municipality and category
matrix-heading = { $n ->
        [one] Something is open in one municipality
       *[other] Something is open in { $n } municipalities
    }, in { $categories ->
        [one] one category
       *[other] { $categories } categories
    }
matrix-sub = Municipalities { $from } to { $to } of { $n }; those with most persisting knelpunten first. Red: something persists. Blue: open, and nothing persists. A number stands where there is more than one. The totals at the bottom are of all municipalities.
matrix-alt = What is open by municipality and category: municipalities { $from } to { $to } of { $n }. The counts are in the table below the chart.
matrix-cell = { $name }, { $category }: { $open } open, { $persisting } persisting
matrix-total = Total open
matrix-none = Nothing is open now
matrix-none-text = As soon as a knelpunt is open, it is here at its municipality and its category.
