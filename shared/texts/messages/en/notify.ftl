# Alerts by mail and webhook; their titles about knelpunten are those of the feed.
notify-mover = { $name } was added more often than chance can explain: { $now } times, was { $before }
notify-not-reached = { $municipality } has not been reached for a year
notify-round-missed = Round { $round }: { $n ->
    [one] one municipality still to be called
   *[other] { $n } municipalities still to be called
}
notify-open-since = Open since { $date } ({ $age }), last reported on { $reported }.
notify-waits-on = Waits on { $party }.
notify-window = From { $from } to { $to }, compared with the period before.
notify-last-reached = Last reached on { $date }.
notify-never-reached = Not reached in any round yet.
notify-to-call = Not reached: { $list }. The last call was on { $date }.
notify-subject = Knelpunten: { $n } alerts
notify-more = And { $n } more: see the pages.
notify-footer = Knelpunt sends this message by rules that your organisation has set.
