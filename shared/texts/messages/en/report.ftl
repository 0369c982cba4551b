# The page before the form of a report.
report-error = Error:
report-lead = Which municipality is it about? On the next page you say what is the matter. It takes a minute.
report-which = Municipality
report-which-hint = A former or a usual name will do too, such as Den Bosch.
report-unknown = “{ $text }” is no municipality.
report-several = “{ $text }” may be more than one municipality.
report-perhaps = Did you mean one of these?
report-next = Continue
