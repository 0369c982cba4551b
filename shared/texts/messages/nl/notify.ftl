# Alerts by mail and webhook; their titles about knelpunten are those of the feed.
notify-mover = { $name } kwam er vaker bij dan toeval kan verklaren: { $now } keer, was { $before }
notify-not-reached = { $municipality } is al een jaar niet gesproken
notify-round-missed = Ronde { $round }: { $n ->
    [one] nog één gemeente te bellen
   *[other] nog { $n } gemeenten te bellen
}
notify-open-since = Open sinds { $date } ({ $age }), laatst gemeld op { $reported }.
notify-waits-on = Wacht op { $party }.
notify-window = Van { $from } tot en met { $to }, vergeleken met de periode daarvoor.
notify-last-reached = Laatst gesproken op { $date }.
notify-never-reached = Nog in geen enkele ronde gesproken.
notify-to-call = Niet bereikt: { $list }. De laatste keer dat er gebeld werd was op { $date }.
notify-subject = Knelpunten: { $n } signaleringen
notify-more = En nog { $n } andere: zie de pagina’s.
notify-footer = Knelpunt verstuurt dit bericht volgens regels die bij uw organisatie zijn ingesteld.
