# The page on which a file is read in.
import-title = Import a file
import-lead = A table of reports or a filled-in call sheet. First a trial run: nothing is stored yet.
import-choose-file = Choose a file
import-file = File
import-file-hint = Excel (.xlsx), LibreOffice (.ods) or a table as text (.csv). Do not name people in the file.
import-limit =
    { $n ->
       *[other] The file is at most { $n } MB.
    }
import-try = Do a trial run
import-try-again = Repeat the trial run
import-other-file = Choose another file
import-no-file = No file was chosen. Choose a file, then do the trial run.
import-too-large = The file is larger than { $n } MB. Divide the rows over two files, or take pictures out of the workbook.
import-damaged = Your browser returned the file damaged. Choose it again.
import-unreadable = { $file } cannot be read: { $problem }.
import-trial = Trial run of { $file }
import-round = This is the call sheet of { $round }.
import-no-errors = No errors.
import-wrong =
    { $wrong ->
        [one] One row is wrong.
       *[other] { $wrong } rows are wrong.
    } { $n ->
        [0] There is nothing to add.
        [one] You can add the other one now, or correct the file first.
       *[other] You can add the other { $n } now, or correct the file first.
    }
import-known =
    { $n ->
        [one] One line was already known.
       *[other] { $n } lines were already known.
    }
import-all-known =
    { $n ->
        [one] The one line of this file was already known. There is nothing to add.
       *[other] All { $n } lines of this file were already known. There is nothing to add.
    }
import-nothing = Nothing is filled in. There is nothing to add.
import-changed = Something changed since the trial run. This is a new trial run: look again, then add.
import-to-add = You can add:
import-count-consultations =
    { $n ->
        [one] one call
       *[other] { $n } calls
    }
import-count-reports =
    { $n ->
        [one] one report
       *[other] { $n } reports
    }
import-count-resolutions =
    { $n ->
        [one] one resolution
       *[other] { $n } resolutions
    }
import-count-support =
    { $n ->
        [one] support of one municipality
       *[other] support in { $n } rows
    }
import-count-withdrawals =
    { $n ->
        [one] one earlier line is withdrawn, because the call sheet no longer has it
       *[other] { $n } earlier lines are withdrawn, because the call sheet no longer has them
    }
import-count-corrections =
    { $n ->
        [one] one correction
       *[other] { $n } corrections
    }
import-kind = Kind
import-what = What
import-date = Date
import-kind-consultation = Call
import-kind-report = Report
import-kind-resolution = Resolved
import-kind-support = Support
import-kind-withdrawal = Withdrawal
import-kind-correction = Correction
import-rows =
    { $n ->
        [one] One line that is added
       *[other] { $n } lines that are added
    }
import-errors =
    { $n ->
        [one] One error
       *[other] { $n } errors
    }
import-more =
    { $n ->
        [one] And one more, which is not shown here.
       *[other] And { $n } more, which are not shown here.
    }
import-sheet = Sheet
import-row = Row
import-column = Column
import-problem = What is wrong
import-notices = What we noticed
import-at-sheet = Sheet { $sheet }
import-at-row = row { $row }
import-at-column = column “{ $column }”
import-go =
    { $n ->
        [one] Add one line
       *[other] Add { $n } lines
    }
import-done =
    { $n ->
        [0] Nothing was added.
        [one] One line was added. Importing again changes nothing.
       *[other] { $n } lines were added. Importing again changes nothing.
    }
import-done-known =
    { $n ->
        [one] One line was already known.
       *[other] { $n } lines were already known.
    }
import-see = See the overview
import-outbox-full = Too many reports wait to be sent. { $stored } are stored, { $failed } are not. Repeat the trial run in a few minutes: what is stored is not added twice.
import-not-stored = { $stored } lines are stored, { $failed } are not, because the server could not store them. Repeat the trial run: what is stored is not added twice.
import-choose = First choose how to read the file:
import-dates = How are dates written in the file?
import-day-first = Day first, then month: 24/11/2026
import-month-first = Month first, then day: 11/24/2026
import-columns = Which column is what?
import-columns-hint = Needed are the municipality, the category and when it was seen. For a list of support they are the municipality, the support and the date. The rest may stay empty.
import-from-column = Column
import-no-column = None
import-for-all = Or the same in every row
import-field-municipality = Municipality
import-field-category = Category
import-field-building-block = Building block
import-field-party-kind = Kind of party
import-field-party = Name of the party
import-field-reference = Reference or ticket number
import-field-observed = When it was seen
import-field-known-since = Known since
import-field-round = Round
import-field-role = Role of who reports it
import-field-description = In their own words
import-field-support = Support
import-field-topics = Topics of the support
import-field-organisation = Organisation that gave it
