# Maps of the municipalities.
map-title = Map
map-choose = Choose what the map shows
map-measure = What
map-persisting = Persisting knelpunten
map-open = Open knelpunten
map-unconfirmed = Share not confirmed for a year
map-day = As of
map-beside = Beside (optional)
map-heading-persisting = 
    { $n ->
    [0] No municipality has a persisting knelpunt
    [one] One of { $all } municipalities has at least one persisting knelpunt
   *[other] { $n } of { $all } municipalities have at least one persisting knelpunt
    }
map-heading-open = 
    { $n ->
    [0] Nothing is open in any municipality
    [one] One of { $all } municipalities has at least one open knelpunt
   *[other] { $n } of { $all } municipalities have at least one open knelpunt
    }
map-heading-unconfirmed = 
    { $n ->
    [0] No municipality has an open knelpunt that was not confirmed for a year
    [one] One of { $all } municipalities has at least one open knelpunt that was not confirmed for a year
   *[other] { $n } of { $all } municipalities have at least one open knelpunt that was not confirmed for a year
    }
map-sub-persisting = Number of persisting knelpunten by municipality. Hatched: not reached in the last year and nothing open. There we do not know.
map-sub-open = Number of open knelpunten by municipality. Hatched: not reached in the last year and nothing open. There we do not know.
map-sub-unconfirmed = Which share of the open knelpunten was not confirmed for a year. Hatched: not reached in the last year and nothing open. There we do not know.
map-alt-persisting = Map of { $all } municipalities on { $date }. { $n } have at least one persisting knelpunt; for { $unknown } it is unknown. The numbers are in the table beside it.
map-alt-open = Map of { $all } municipalities on { $date }. { $n } have at least one open knelpunt; for { $unknown } it is unknown. The numbers are in the table beside it.
map-alt-unconfirmed = Map of { $all } municipalities on { $date }. { $n } have at least one open knelpunt that was not confirmed for a year; for { $unknown } it is unknown. The numbers are in the table beside it.
map-area = { $name }: { $persisting } persisting, { $open } open
map-area-unknown = { $name }: unknown
map-area-reached = last reached in { $round }
map-area-never = not reached yet
map-unknown = unknown
map-4 = 4 or more
map-up-to = up to { $share }
map-class = { $name } ({ $n })
map-not-confirmed = Not confirmed
map-source = Boundaries: © CBS / Kadaster
provinces-open = Open
provinces-persisting = Persisting
provinces-rate = per 10 municipalities
provinces-earlier = year before
provinces-country = Netherlands
provinces-small = Hatched bar: fewer than 10 municipalities. Such a number changes quickly.
provinces-map = Large map, and choose another day
map-heading-unknown = Nothing is known of any municipality
