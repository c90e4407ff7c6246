"""The table of commands: help, the reader of arguments and shell completion are all made from it.

Plain rows and no imports of weight: `hermes --help` prints it and nothing else is loaded.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """A command of the command line.

    `usage` names its arguments: `[…]` may be left out, `…` may be repeated. `run` is `module:function` below
    hermes_tui.cli. `options` are (spelling, help); a spelling with a word in capitals takes a value, and one
    that ends in `…` may be given again.
    """

    name: str
    group: str
    usage: str
    help: str
    run: str
    options: tuple[tuple[str, str], ...] = ()
    more: str = ""


GROUPS: dict[str, str] = {
    "open": "Open the app",
    "read": "Read",
    "write": "Write (each is one undo)",
    "outreach": "Outreach",
    "data": "Data",
    "set-up": "Set-up",
}

GLOBAL_OPTIONS: tuple[tuple[str, str], ...] = (
    ("--db PATH", "the database file (else HERMES_DB, the settings, or the platform's own place)"),
    ("--json", "data as JSON, its keys stable, on stdout"),
    ("-h, --help", "this help, or a command's"),
    ("--version", "the version"),
)

_AT = ("--at WHEN", "when it happened: 2h, yesterday 14:00, fri, 2026-06-22 (default: now)")
_PAGE = (
    ("--limit N", "print at most N leads (default: 50 on a terminal, else 500; with --json all)"),
    ("--all", "print every lead"),
)
_WINDOW = (
    ("--since PERIOD", "90d, monday, month, 2026-01-01..2026-03-31 or all (default all)"),
    ("--as-of DATE", "as it stood at the end of that day; a filter asks how leads are now"),
)
_FILTER = "A filter narrows by fields, flags and words: stage:qualified +stale -snoozed value>=5k source:reddit acme."

COMMANDS: tuple[Command, ...] = (
    # -- open
    Command("triage", "open", "[FILTER…]", "the triage queue (as `hermes` alone does)", "opening:triage", more=_FILTER),
    Command("board", "open", "[FILTER…]", "open the pipeline board", "opening:board", (), _FILTER),
    Command("pick", "open", "[FILTER…]", "choose a lead on screen and print its id", "opening:pick", (), _FILTER),
    Command(
        "demo", "open", "", "open the app on generated leads in a temporary file", "opening:demo",
        (("--leads N", "how many leads (default 400)"), ("--into FILE", "only write the file, and open nothing"),
         ("--seed N", "another year of the same kind (default 7)")),
    ),
    # -- read
    Command("list", "read", "[FILTER…]", "leads, the latest word first", "reading:list_leads", _PAGE, _FILTER),
    Command("stale", "read", "[FILTER…]", "leads left alone too long, longest first", "reading:stale", _PAGE, _FILTER),
    Command("show", "read", "ID", "everything about a lead", "showing:show"),
    Command("count", "read", "[FILTER…]", "how many leads", "reading:count", (), _FILTER),
    Command(
        "stats", "read", "[SECTION…] [FILTER…]", "how fast deals move, where they die, what works", "statistics:stats",
        (*_WINDOW, ("--define", "what each number means, and what went into it"),
         ("--csv", "one section as CSV; `export --table` writes several")),
        "SECTION is one of kpis funnel stage_times weeks sources stuck activity outcomes response reasons objections "
        f"templates forecast velocity goals changes standing, or all. {_FILTER}",
    ),
    Command(
        "changes", "read", "[FILTER…]", "what came, moved, slipped and went, and the value in and out",
        "changes:changes",
        (("--since PERIOD", "monday, 7d, 2026-06-01 or two days with .. between (default 7d)"),
         ("--as-of DATE", "up to the end of that day (default: now)")),
        f"Value in − value out is what the open pipeline gained. {_FILTER}",
    ),
    Command(
        "digest", "read", "", "what waits for you, and what is new since the last time", "digest:digest",
        (("--since WHEN", "since then: 3d, monday, 2026-06-19 17:40 (default: since the app was last left)"),
         ("--seen", "what comes from now on is new: as leaving the app does")),
    ),
    Command(
        "next", "read", "[ID]", "what to do next, and because of what", "next_step:next_action",
        (("--limit N", "of the first N leads of the queue"),
         ("--accept", "record that you do it, and say how"),
         ("--refuse", "not this: it steps back for a week, or until there is something new")),
    ),
    Command(
        "log", "read", "[ID]", "what was done, the latest first", "reading:log",
        (("--limit N", "at most N actions (default 20)"),),
    ),
    # -- write
    Command(
        "add", "write", "FIELD=VALUE…", "add a lead (title needed)", "writing:add", (_AT,),
        "Fields: title company value currency source email phone website author author_url source_url external_id "
        "budget_min budget_max deadline description tags score stage, and custom.NAME. Prints the new id.",
    ),
    Command("edit", "write", "[ID…|FILTER…] FIELD=VALUE…", "set fields of leads", "editing:edit",
            (("--filter FILTER", "of the leads that it leaves"),
             ("--dry-run", "show what would change, write nothing")),
            "An empty value clears a field; `score=` lets the rules decide again; `stage=NAME` moves it; "
            "`tags=+new,-old` adds and takes away; `custom.NAME=VALUE` sets a field of your own, read by its kind "
            "where `hermes field add` declared one. "
            "What cannot be set on one of several leads is skipped, and said."),
    Command(
        "touch", "write", "[ID…]", "log a call, mail, meeting or message", "writing:touch",
        (("--via WAY", "call, email, meeting, linkedin, voicemail or message (default email)"),
         ("--contact WHOM", "with whom: an id, or part of a name (default: the champion, or the only person)"),
         ("-m, --message TEXT", "what was said; - reads it from stdin"),
         ("--in", "it came from them"),
         ("--sentiment MOOD", "positive, neutral or negative: also how that person feels"), _AT,
         ("--from-mail FILE", "file one mail where it belongs; - reads it from stdin, as mail programs pipe it"),
         ("--lead ID", "with --from-mail: whose it is")),
        "Prints the touch's id under --json. `touch edit` corrects one, `touch rm` takes it out.",
    ),
    Command("touch edit", "write", "TOUCH FIELD=VALUE…", "correct a touch", "touches:edit", (),
            "Fields: via direction (in, out or both) contact at text sentiment; `contact=` names nobody any more. "
            "`hermes show LEAD` shows the ids."),
    Command("touch rm", "write", "TOUCH…", "take touches out that never were", "touches:remove"),
    Command(
        "note", "write", "ID…", "write a note; #budget in it tags an objection", "writing:note",
        (("-m, --message TEXT", "the words; - or nothing reads them from stdin"),
         ("--objection KIND…", "budget, timing, competition, internal, trust or scope"),
         ("--contact WHOM", "about whom: an id, or part of a name"), _AT),
    ),
    Command(
        "stage", "write", "ID… NAME", "move leads to a stage", "writing:stage",
        (("--reason TEXT", "why"), _AT),
    ),
    Command("lose", "write", "ID…", "mark leads lost", "writing:lose", (("--reason TEXT", "why (needed)"), _AT)),
    Command("archive", "write", "ID…", "put leads away without calling them lost", "writing:archive", (_AT,)),
    Command("reopen", "write", "ID…", "bring closed leads back to their stage", "writing:reopen", (_AT,)),
    Command("snooze", "write", "ID… [WHEN]", "hide leads from the queue until then", "writing:snooze", (),
            "WHEN is a day: 3d, 2w, fri, next month, 3 dec, 2026-12-03 (default: the settings' snooze_days)."),
    Command("wake", "write", "ID…", "bring snoozed leads back now", "writing:wake"),
    Command("rescore", "write", "[FILTER…]", "score leads anew with the rules as they are", "scoring:rescore",
            (("--dry-run", "say what would change, write nothing"),
             ("--every", "look at every lead, also those that these very rules scored")),
            _FILTER + " Scores set by hand stay."),
    Command(
        "learn", "write", "", "learn from won and lost leads what a lead's points should be", "learning:learn",
        (("--dry-run", "only say what they teach, keep nothing"),
         ("--without COLUMN…", "a column to leave out, such as one that is filled in late"),
         ("--show", "what was learned last"),
         ("--use", "score by what was learned last"), ("--no-use", "score by the rules alone")),
        "Takes 80 closed leads, 20 won and 20 lost. What is learned is used only if it tells won from lost better than "
        "the rules do, by more than noise; then all leads are scored by it, and undo takes that back.",
    ),
    Command(
        "dedupe", "read", "[FILTER…]", "leads that are likely one, with the reasons", "duplicates:dedupe",
        (("--min SCORE", "only pairs of at least that score, 1 to 100 (default 60)"),
         ("--limit N", "at most N pairs (default 50; with --json all)"),
         ("--not", "A B: say that these two leads are two; they never come back"),
         ("--merged", "list the merges there were")),
        "Of a filter: pairs in which a lead is that it leaves.",
    ),
    Command("merge", "write", "KEEP DROP [FIELD=SIDE…]", "make one lead of two", "duplicates:merge",
            (("--dry-run", "only show both, field by field, and which is taken"),),
            "SIDE is keep or drop (description: also both); a field that KEEP lacks is taken from DROP, `stage=drop` "
            "takes its stage with its history. What finds no place is in a note."),
    Command("unmerge", "write", "[ACTION|LEAD]", "make two leads of a merged one, at any later time",
            "duplicates:unmerge", (), "A number is the merge with that action, else the lead; #142 is always the lead. "
            "What came since stays with the lead that was kept; undo merges them again."),
    Command(
        "contact add", "write", "LEAD", "add a person to a lead", "people:add",
        (("--name NAME", "needed"), ("--email ADDRESS", ""), ("--phone NUMBER", ""),
         ("--role ROLE", "Champion, Economic buyer, CTO, …"), ("--channel CHANNEL", "how they like to be reached"),
         ("--sentiment MOOD", "positive, neutral or negative"), ("--champion", "make them the champion")),
    ),
    Command("contact edit", "write", "CONTACT FIELD=VALUE…", "set fields of a person", "people:edit", (),
            "Fields: name email phone role channel sentiment champion (yes or no)."),
    Command("contact champion", "write", "CONTACT…", "mark the champion in place of the old", "people:champion"),
    Command("contact mood", "write", "CONTACT MOOD", "how a person feels: positive, neutral, negative or none",
            "people:mood", (_AT,)),
    Command("contact merge", "write", "KEEP DROP", "make two rows of one person one", "people:merge", (),
            "What was said with either was said with KEEP; a second address or number is kept in a note."),
    Command("contact rm", "write", "CONTACT…", "remove people; what was said with them stays", "people:remove"),
    Command("contact list", "read", "LEAD", "the people of a lead", "people:listing"),
    Command(
        "task add", "write", "[LEAD] TEXT…", "plan a task", "tasks:add",
        (("--due WHEN", "3d, fri 14:00, 3 dec, 2026-12-03 (default: the day TEXT names, or some day)"),
         ("--kind KIND", "followup, call, email, research, proposal or other (default: by its first word)"),
         ("--priority PRIORITY", "low, medium, high or urgent"),
         ("--contact ID", "who it is with (default: whom TEXT names)")),
        "A first word that is a number is the lead it is about; `fri 14:00 call Ann !` is due then, high priority.",
    ),
    Command("task edit", "write", "TASK FIELD=VALUE…", "change a task", "tasks:edit", (),
            "Fields: title due kind priority contact (an id or a name) lead; an empty value clears a field."),
    Command("task start", "write", "TASK…", "begin tasks", "tasks:start"),
    Command("task done", "write", "TASK…", "mark tasks done", "tasks:done", (_AT,)),
    Command("task cancel", "write", "TASK…", "drop tasks without doing them", "tasks:cancel"),
    Command("task reopen", "write", "TASK…", "take up again what was done or dropped", "tasks:reopen"),
    Command(
        "task list", "read", "[LEAD]", "what is to be done, by due date", "tasks:listing",
        (("--overdue", "what is late"), ("--today", "what is due today"), ("--coming", "what is due later"),
         ("--someday", "what has no date"), ("--over", "what was done or dropped, the latest first")),
        "Several of these options together show each of them.",
    ),
    Command("objection list", "read", "[LEAD|KIND]", "what stands in the way; of one lead, all there was",
            "objections:listing", (("--all", "also what was resolved or lost with"),)),
    Command("objection resolve", "write", "OBJECTION [TEXT…]", "mark an objection answered, TEXT says how",
            "objections:resolve", (_AT,)),
    Command("objection reopen", "write", "OBJECTION", "the answer did not hold", "objections:reopen"),
    Command("objection remove", "write", "OBJECTION", "take off a tag set by mistake; its note stays",
            "objections:remove"),
    Command("objection stats", "read", "[FILTER…]", "how each kind fares: resolution rate, days, win rate",
            "objections:stats", (("--since DAYS|all", "only those raised in the last DAYS days (default all)"),),
            _FILTER),
    Command("objection answers", "read", "KIND", "what resolved this kind in other deals, won ones first",
            "objections:answers", (),
            "KIND is budget, timing, competition, internal, trust or scope."),
    Command("signal list", "read", "[LEAD]", "buying signals, those that wait for a yes or no first", "signals:listing",
            (("--suggested", "only what waits"), ("--all", "also what was refused")),
            "Of one lead: all of them."),
    Command(
        "signal add", "write", "LEAD KIND", "say that a lead gave a buying signal", "signals:add",
        (("-m, --message WORDS", "in which words"),
         ("--contact WHOM", "who gave it: an id, or part of a name"), _AT),
        "KIND is pricing, proposal_request, click, meeting, referral or timeline. The first three are heat.",
    ),
    Command("signal confirm", "write", "SIGNAL…", "yes, these are buying signals", "signals:confirm"),
    Command("signal refuse", "write", "SIGNAL…", "no, these are none; the same words are not suggested again",
            "signals:refuse"),
    Command("signal remove", "write", "SIGNAL…", "take away what was set by hand; what a text gave is refused",
            "signals:remove"),
    Command("signal find", "write", "[FILTER…]", "look again for signals in what was said before", "signals:find", (),
            _FILTER + " What was decided is not asked again."),
    Command(
        "signal import", "data", "FILE", "bring in clicks from CSV (- is stdin): address, moment, link",
        "signals:import_file",
        (("--map FIELD=COLUMN…", "which column fills a field: email, at, url, kind or lead"),
         ("--date FORMAT", "how its moments are written, where that is open: ymd, mdy, dmy, epoch, …"),
         ("--at WHEN", "the moment of all, where no column says one"),
         ("--dry-run", "only say what would be recorded")),
        "A row finds its person by address, else its lead by id. The same file again changes nothing; undo takes all "
        "of it back. Exit code 4 where some rows were rejected.",
    ),
    Command("proposal list", "read", "[LEAD]", "proposals that wait; of one lead, every version", "proposals:listing",
            (("--all", "also those decided, expired or replaced"),)),
    Command("proposal show", "read", "PROPOSAL [VERSION]", "a proposal whole, or another version of it",
            "proposals:show", (("--against VERSION", "what changed since that version, in words"),)),
    Command(
        "proposal add", "write", "LEAD [FIELD=VALUE…]", "draft a proposal", "proposals:add",
        (("--body FILE", "its words in Markdown; - reads them from stdin"),),
        "Fields: title amount currency terms expires body; each begins from what is known of the lead. Prints the id.",
    ),
    Command(
        "proposal edit", "write", "PROPOSAL [FIELD=VALUE…]", "change a draft; of what was sent, draft the next version",
        "proposals:edit", (("--body FILE", "its words in Markdown; - reads them from stdin"),),
        "What was sent is never changed. Prints which version has the change.",
    ),
    Command(
        "proposal status", "write", "PROPOSAL STATUS", "sent, viewed, accepted, rejected, expired", "proposals:status",
        (("--won", "with accepted: the lead is won"), ("--value", "with accepted: its amount is the value"), _AT),
        "Sent moves an open lead forward to Proposal sent, and is a touch; viewed is heat.",
    ),
    Command("proposal delete", "write", "PROPOSAL", "delete a draft", "proposals:delete"),
    Command(
        "proposal export", "data", "PROPOSAL [FILE]", "write a proposal as Markdown or HTML to print",
        "proposals:export",
        (("--md", "as Markdown (the default)"), ("--html", "as one HTML page (the default for FILE.html)"),
         ("--force", "write over a FILE that is there")),
    ),
    Command("tag add", "write", "TAG… [LEAD…]", "put tags on leads", "tags:add",
            (("--filter FILTER", "on the leads that it leaves"),),
            "The numbers at the end are the leads; a tag of two words stands in quotes. One undo takes it all back."),
    Command("tag rm", "write", "TAG… [LEAD…]", "take tags off leads", "tags:remove",
            (("--filter FILTER", "off the leads that it leaves"),)),
    Command("tag list", "read", "", "the tags and on how many leads they are", "tags:listing"),
    Command("tag rename", "write", "OLD NEW", "give a tag another name; where NEW is there, the two become one",
            "tags:rename"),
    Command("field add", "write", "NAME", "declare a field of your own, for every lead", "fields:add",
            (("--kind KIND", "number, text, date or choice (default text; with --choices: choice)"),
             ("--choices WORDS", "of a choice: gold,silver,bronze (default: the words that leads hold)"),
             ("--force", "empty the values of leads that do not fit")),
            "What is typed or imported into it is read by its kind. `edit ID custom.NAME=VALUE` sets it, "
            "`custom.NAME>5` filters by it, templates say {{ lead.custom.NAME }}."),
    Command("field edit", "write", "NAME", "rename a field, or change its kind, choices or place", "fields:edit",
            (("--rename NEW", "another name, in every lead"), ("--kind KIND", "number, text, date or choice"),
             ("--choices WORDS", "all that can be chosen: gold,silver,bronze"),
             ("--position N", "its place in forms, 1 for the first"),
             ("--force", "empty the values of leads that do not fit; else nothing is changed")),
            "What leads hold is converted with it, in the same action."),
    Command("field rm", "write", "NAME", "remove a field's declaration", "fields:remove",
            (("--values", "and what leads hold in it; else they keep it, without a kind"),)),
    Command("field list", "read", "", "your own fields, and on how many leads they are", "fields:listing"),
    Command(
        "undo", "write", "[COUNT]", "take back the last action, also yesterday's", "writing:undo",
        (("-n", "before COUNT: so many actions; alone: only say what would be undone"),
         ("--dry-run", "only say what would be undone"),),
    ),
    Command("redo", "write", "", "do again what was undone last", "writing:redo"),
    # -- outreach
    Command("template list", "outreach", "", "templates and how they fare, the surest first", "templates:listing"),
    Command("template show", "outreach", "NAME [VERSION]", "a template's text, or what it said in another version",
            "templates:show", (),
            "NAME is a name, a part that only it has, or an id; what is printed can be given back as --body."),
    Command(
        "template add", "outreach", "NAME", "add a template", "templates:add",
        (("--kind KIND", "initial_outreach, followup_1 to followup_3, proposal, closing, rejection or custom"),
         ("--channel CHANNEL", "email (the default), linkedin, reddit, discord, x, whatsapp, sms, phone or other"),
         ("--subject TEXT", "may have fields, such as '{{ lead.title }}'"),
         ("--body FILE", "its words; - reads them from stdin")),
        "A text with faults is kept, but inactive until it is mended. Prints the id.",
    ),
    Command("template edit", "outreach", "NAME [FIELD=VALUE…]", "change a template; without fields in $EDITOR",
            "templates:edit", (("--body FILE", "its new words; - reads them from stdin"),),
            "Fields: name kind channel subject body active. A changed text is its next version, the old one is kept."),
    Command("template check", "outreach", "FILE", "the faults of a text, with line and column (exit code 4)",
            "templates:check"),
    Command("template stats", "outreach", "[NAME…]", "how templates fare, by channel, stage or month",
            "template_figures:stats",
            (("--by WHAT", "channel, stage (of the lead when it went out) or month"),
             ("--since DAYS|all", "only what went out in the last DAYS days (default all)"))),
    Command("template compare", "outreach", "A B", "whether the first is better, and how sure that is",
            "template_figures:comparison"),
    Command("template versions", "outreach", "NAME", "what a template said, and when", "templates:versions",
            (("--back N", "let it say again what it said in version N"),)),
    Command("template copy", "outreach", "NAME", "make another of it, to try other words", "templates:copy"),
    Command("template activate", "outreach", "NAME…", "offer templates again", "templates:activate"),
    Command("template deactivate", "outreach", "NAME…", "offer templates no more", "templates:deactivate"),
    Command("template delete", "outreach", "NAME", "delete a template; one that was used stays, inactive",
            "templates:delete"),
    Command("template starters", "outreach", "", "bring the starter templates that are not there",
            "templates:starters"),
    Command("preview", "outreach", "TEMPLATE LEAD", "what a template would say, and what is missing", "drafts:preview",
            (("--contact WHOM", "to whom: an id, or part of a name (default: the champion, or the only person)"),)),
    Command(
        "draft", "outreach", "LEAD", "write a message from a template, to be sent later", "drafts:draft",
        (("-t, --template TEMPLATE", "its name, a part of it, or its id (default: the one suggested)"),
         ("--reply", "in place of a template: your own words, with theirs quoted below"),
         ("--contact WHOM", "to whom: an id, or part of a name (default: the champion, or the only person)"),
         ("--edit", "open it in $EDITOR first"),
         ("--eml", "print the e-mail, for your own mail program to send"),
         ("--mailto", "print it as a mailto: link, likewise")),
        "Prints the draft's id. Where a field has no value, what is missing is said, the draft is kept and the exit "
        "code is 1.",
    ),
    Command(
        "send", "outreach", "[MESSAGE…]", "put messages into the outbox; without any, send what is due", "sending:send",
        (("--now", "without delay; without a MESSAGE: everything in the outbox"),
         ("--at WHEN", "when it is to leave: fri 14:00, tomorrow, 3d (default: after the setting send_delay)"),
         ("--dry-run", "only say what would go, and what stands in its way")),
        "As long as it is in the outbox, undo takes it back. No message is ever sent twice.",
    ),
    Command("outbox", "outreach", "", "what is on its way out, what failed, what may have left", "messages:outbox"),
    Command("message list", "outreach", "LEAD", "the messages of a lead, the newest first", "messages:listing"),
    Command("message show", "outreach", "MESSAGE", "a message whole", "messages:show"),
    Command("message edit", "outreach", "MESSAGE [FIELD=VALUE…]", "change a message that has not left", "messages:edit",
            (("--body FILE", "its words; - reads them from stdin"),),
            "Fields: subject body contact (an id or a name) address; of a message of theirs sentiment."),
    Command("message status", "outreach", "MESSAGE… STATUS", "say what became of messages", "messages:status", (_AT,),
            "STATUS is draft, scheduled, sent, delivered, read, replied, bounced or failed. Of one in doubt, sent says "
            "that it left, draft that it did not."),
    Command("message drop", "outreach", "MESSAGE…", "take out messages that have not left", "messages:drop"),
    Command(
        "mail sync", "outreach", "[NAME…]", "read what is new in the mailboxes of the settings", "mail:sync",
        (("--again", "read all of it anew; what is on file stays as it is"),
         ("--dry-run", "say what would be filed, file nothing")),
        "Files replies, bounces and out-of-offices where they belong, asks where only you know, and reckons up: every "
        "mail read is in one of its numbers. Exit code 4 where some could not be read.",
    ),
    Command("mail ask", "outreach", "", "mail of which only you can say whose it is", "mail:ask"),
    Command(
        "mail answer", "outreach", "QUESTION LEAD", "say whose a mail is: a lead's number, new or none", "mail:answer",
        (("--contact WHOM", "who of the lead's people wrote: an id, or part of a name"),
         ("--add", "add the writer to the lead's people"),
         ("--title TEXT", "with new: what to call the lead (default: the mail's subject)")),
    ),
    Command("abook", "outreach", "[QUERY…]", "people with an address, for a mail program: address, tab, name",
            "address_book:abook",
            (("--mutt", "as mutt's query_command wants it: a first line of words, the firm behind the name"),),
            "Words are looked for in names, addresses and firms. Addresses that bounced are left out."),
    # -- data
    Command(
        "import", "data", "[FILE…]", "bring in leads from CSV, people from vCards (- is stdin)",
        "importing:import_files",
        (("--map FIELD=COLUMN…", "which column fills a field; 'title={account} {product}' and 'source==Fair' work too"),
         ("--stage-map NAME=STAGE…", "what the file's stage names mean"),
         ("--date FIELD=FORMAT…", "how a column's dates are written, where that is open: ymd, mdy, dmy, epoch, …"),
         ("--decimal FIELD=MARK…", "dot or comma, where that is open"),
         ("--blank WORD…", "a word that means nothing, such as Select or n/a, in any column"),
         ("--mapping FILE", "a mapping saved before"),
         ("--save-mapping FILE", "keep the mapping for the next time"),
         ("--stage-events FILE…", "the deals' stage history, a row for each move: deal id, stage, moment; "
          "--map lead=… stage=… at=… name its columns (event.stage=… where both files have that one)"),
         ("--rejects FILE", "write the rejected rows there, to be mended"),
         ("--lead ID", "of vCards: add everybody to that lead"),
         ("--dry-run", "only say what would be done")),
        "Columns not named are guessed and shown. The same file again changes nothing; undo takes all of it back. "
        "--map custom.visits=TotalVisits fills a field of your own, declared with the kind its values have "
        "(custom.visits:text says another); --map 'custom.*=*' makes one of every column that is left. "
        "A FILE may be a folder that `hermes handoff` wrote, its zip or its lead.json. "
        "--stage-events without a FILE is for deals imported before, found by their ids. A deal stands where its last "
        "event says, but a closing that only the file of deals tells stays.",
    ),
    Command(
        "export", "data", "[FILTER…]", "write out leads", "exporting:export",
        (("--csv", "as CSV (the default)"), ("--jsonl", "as JSON, a lead a line, with contacts, notes and stages"),
         ("--vcf", "the leads' people as vCards"), ("--vcard-version VERSION", "4.0 (the default), 3.0 or 2.1"),
         ("--ics", "the leads' tasks as an iCalendar file; without a filter all tasks"),
         ("--all", "with --ics: done and dropped tasks too"),
         ("--into FILE", "to a new file instead of stdout"),
         ("--exact", "CSV without the ' that keeps spreadsheets from running cells as formulas"),
         ("--table SECTION…", "figures instead of leads, as CSV: a section of `hermes stats`; all --into FOLDER"),
         *_WINDOW),
        _FILTER,
    ),
    Command(
        "report", "data", "[FILTER…]", "the figures as one HTML page with plots, to read offline, print or send",
        "report:report",
        (("--since PERIOD", "90d, monday, month, 2026-01-01..2026-03-31 or all (default 90d)"), _WINDOW[1],
         ("--into FILE", "to a new file instead of stdout")),
        f"`hermes report > week.html`. {_FILTER}",
    ),
    Command(
        "handoff", "data", "ID [FOLDER]", "a lead as a folder for whoever takes it over", "handoff:handoff",
        (("--stdout", "only print the document (as - for FOLDER does)"),
         ("--force", "also replace the packet of another lead, or one with files of your own in it")),
        "Writes handoff.md, lead.json, people.vcf, tasks.ics and the proposal; `hermes import FOLDER` takes it in.",
    ),
    Command("backup", "data", "[PATH]", "write a checked copy of the database", "keeping:backup"),
    Command("restore", "data", "[PATH]", "put a backup back (without PATH: list them)", "keeping:restore"),
    # -- set-up
    Command("goal", "set-up", "[list]", "the goals of the month: done, and the pace", "goals:listing",
            (("--as-of DATE", "as it stood at the end of that day (default: now)"),
             ("--all", "every goal that was set"))),
    Command(
        "goal set", "set-up", "KIND AMOUNT", "what you want of a month: touches, meetings or won_value", "goals:put",
        (("--month MONTH", "from that month on: 2026-11, november, next (default: this month)"),),
        "It holds for the months after it too, until another is set. Money may name its currency: 30kEUR.",
    ),
    Command("goal rm", "set-up", "KIND", "want none of that kind any more", "goals:remove",
            (("--month MONTH", "from that month on (default: this month)"),)),
    Command("view list", "set-up", "", "saved filters", "views:listing"),
    Command("view save", "set-up", "NAME FILTER…", "save a filter under a name", "views:save"),
    Command("view rm", "set-up", "NAME", "forget a saved filter", "views:remove"),
    Command("config path", "set-up", "", "where the settings file is", "settings:path"),
    Command("config get", "set-up", "[KEY]", "the settings, or one of them", "settings:get"),
    Command("config set", "set-up", "KEY VALUE", "change a setting", "settings:put", (),
            "Keys: database stale_days snooze_days engaged_days champion_silent_days currency region theme preset "
            "backups name, and keys.ACTION for a key."),
    Command("config edit", "set-up", "", "open the settings in $EDITOR", "settings:edit"),
    Command("rules show", "set-up", "", "the rules of scoring in force, as text", "rules:show"),
    Command("rules edit", "set-up", "", "change the rules in $EDITOR; every lead is scored by them", "rules:edit",
            (("--dry-run", "only say what would change"),)),
    Command("rules set", "set-up", "FILE", "put the rules of a file in force (- reads them from stdin)", "rules:put",
            (("--dry-run", "only say what would change"),),
            "What would change is said first. Rules and scores change in one action: one undo brings both back."),
    Command("rules check", "set-up", "FILE", "the fault of a text of rules, with its line (exit code 4)",
            "rules:check"),
    Command("rules reset", "set-up", "", "go back to the rules Hermes comes with", "rules:reset",
            (("--dry-run", "only say what would change"),)),
    Command("rules history", "set-up", "", "which rules were in force when", "rules:history"),
    Command("keys", "set-up", "", "every key of the app", "settings:keys"),
    Command("completion", "set-up", "SHELL", "completion script for bash, zsh or fish", "completion:script"),
    Command("doctor", "set-up", "", "check the file's health, and whether mail can go out", "doctor:doctor",
            (("--repair", "put right what can be recomputed"),
             ("--mail", "ask the mail servers too: connect and log in, send nothing"))),
    Command("db path", "set-up", "", "where the database is", "settings:database"),
)  # fmt: skip

BY_NAME: dict[str, Command] = {command.name: command for command in COMMANDS}
# The first words of commands of two words: `contact`, `task`, …
PARENTS: frozenset[str] = frozenset(command.name.split()[0] for command in COMMANDS if " " in command.name)
