# Around the content of every page.
site-name = Knelpunt
site-skip = Skip to content
site-search-label = Search for a municipality, category, party or text
site-search-hint = Municipality, category, party or text
site-search = Search
site-report = Report a knelpunt
site-menu = Menu
site-navigation = Main menu
site-breadcrumbs = Breadcrumbs
site-notices = First this
site-to-overview = To the overview
nav-overview = Overview
nav-municipalities = Municipalities
nav-categories = Categories
nav-parties = Waiting on
nav-rounds = Rounds
nav-outlook = Outlook
nav-support = Support
nav-compare = Compare
nav-report = Monthly report

# Bars below the header.
bar-demo = Example data
bar-demo-all = All knelpunten here come from a simulation. None of it really happened.
bar-demo-some = Of the { $whole } knelpunten here, { $part } come from a simulation. None of it really happened.
bar-assigned = Made-up assignment
bar-assigned-all = All knelpunten here are real reports of another company: Volvo IT Belgium (BPI Challenge 2013; W. Steeman, 4TU.ResearchData). Their assignment to municipalities and categories is made up and says nothing about these municipalities.
bar-assigned-some = Of the { $whole } knelpunten here, { $part } are real reports of another company: Volvo IT Belgium (BPI Challenge 2013; W. Steeman, 4TU.ResearchData). Their assignment to municipalities and categories is made up and says nothing about these municipalities.
bar-ended = The last event is of { $date }.
bar-ended-link = See the state of that day
bar-past = You see the state of { $date }.
bar-past-back = Back to today
bar-behind = The connection to the log is lost. What was reported after event { $position } is missing here.
bar-broken = 
    { $n ->
    [one] One event could not be read and does not count.
   *[other] { $n } events could not be read and do not count.
    }
bar-broken-link = See which and why

# When the page was updated.
live-updated = Updated at { $time }.
live-lost = Not live since { $time }.
live-refresh = Refresh

# Footer.
footer-as-of = As of { $date }.
footer-position = 
    { $position ->
    [0] There are no events yet.
   *[other] Updated to event { $position }.
    }
footer-division-same = Municipalities as of that day.
footer-division = Municipalities as of { $date }.
footer-permanent = Permanent link to this page
footer-permanent-means = : whoever opens it always sees these figures.
footer-other-date = Another date (dd-mm-yyyy)
footer-show = Show
footer-data = The same figures as JSON:
footer-all = All knelpunten
footer-building-blocks = Building blocks
footer-definitions = Terms and methods
footer-import = Import a file
footer-accessibility = Accessibility
footer-privacy = Privacy
footer-operations = Operations
footer-api = API
footer-follow = Follow this page (Atom)
footer-boundaries = Boundaries: © CBS / Kadaster

# The line below every figure.
figure-more = Table, downloads and explanation
figure-more-no-table = Downloads and explanation
figure-xlsx = Excel (XLSX)
workbook-table = Figures
workbook-provenance = Provenance
workbook-figure = What
workbook-selection = Selection
workbook-meaning = Meaning
workbook-moment = State
figure-csv = CSV
figure-svg = Picture (SVG)
figure-permanent = Permanent link
figure-terms = All terms
figure-other-day = On { $date }: { $heading }
