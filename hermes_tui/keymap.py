"""The one registry of what keys do: bindings, footer, help, palette, `hermes keys` and remapping all read it.

Keys are Textual's names. A lower-case letter is common and undoable; nothing lives only on a key that
terminals swallow (interface.md, "Traps"). No Textual is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Command(NamedTuple):
    """Something a key does. `action` is the Textual action; `where` the scope; `shown`: in the footer.

    `own` False: the widget of that scope binds it itself under the same id, and this row only describes it.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    where: str
    shown: bool = False
    own: bool = True


SCOPES: dict[str, str] = {
    "everywhere": "Everywhere",
    "list": "Lists",
    "board": "Board",
    "verbs": "On a lead (queue, board, leads, lead page)",
    "queue": "Queue",
    "leads": "Leads",
    "lead": "Lead page",
    "people": "People of a lead",
    "timeline": "Timeline of a lead",
    "task": "On a task",
    "tasks": "Tasks",
    "proposal": "Proposal editor",
    "notes": "Notes of a lead",
    "messages": "Messages of a lead",
    "templates": "Templates",
    "template": "Template editor",
    "letter": "A message before it goes out",
    "mail": "Mail: outbox, drafts, questions",
    "objections": "Objections",
    "digest": "Digest",
    "dashboard": "Dashboard",
    "numbers": "Numbers",
    "behind": "Leads behind a number",
    "duplicates": "Duplicates",
    "rules": "Rules of scoring",
    "rescore": "Rescoring",
    "import": "Import",
}

COMMANDS: tuple[Command, ...] = (
    # Everywhere
    Command("go.queue", "1", "go('queue')", "Queue", "Go to the triage queue", "everywhere"),
    Command("go.board", "2", "go('board')", "Board", "Go to the pipeline board", "everywhere"),
    Command("go.leads", "3", "go('leads')", "Leads", "Go to the list of all leads", "everywhere"),
    Command("go.templates", "4", "go('templates')", "Templates", "Go to the templates: what works, and their editor", "everywhere"),
    Command("go.dashboard", "5", "go('dashboard')", "Dashboard", "Go to the figures: how deals move, what works, what changed", "everywhere"),
    Command("go.mail", "ampersand", "mail", "Mail", "Outbox, drafts, what may have gone out, mail that asks whose it is", "everywhere"),
    Command("mail.read", "at", "read_mail", "read mail", "Read the mailboxes: replies, bounces, who is away", "everywhere"),
    Command("go.tasks", "6", "go('tasks')", "Tasks", "Go to the tasks: overdue, today, coming", "everywhere"),
    Command("go.objections", "I", "objections", "Objections", "What is in the way of deals: how each kind fares, what is open", "everywhere"),
    Command("go.rules", "percent_sign", "rules", "Rules", "The rules that score leads: their text, and what a change would do", "everywhere"),
    Command("go.digest", "semicolon", "digest", "Digest", "What waits, and what came since you were last here", "everywhere"),
    Command("undo", "u,z", "undo", "undo", "Take back the last action, also yesterday's", "everywhere", True),
    Command("redo", "ctrl+r,Z", "redo", "redo", "Do again what was undone", "everywhere"),
    Command("filter", "slash", "filter", "filter", "Narrow the list: stage:new +stale value>5k words", "everywhere"),
    Command("command", "colon", "command", "command", "Type a command: :import FILE, :view save NAME, :12", "everywhere"),
    Command("palette", "ctrl+p", "command_palette", "palette", "Find a command, a lead or a view by name", "everywhere"),
    Command("create", "c", "create", "create", "Add a lead", "everywhere"),
    Command("help", "question_mark,f1", "help", "help", "All keys that work here; Enter runs one", "everywhere", True),
    Command("back", "q", "back", "back", "Back to where you came from", "everywhere"),
    Command("quit", "Q", "quit", "quit", "Leave Hermes", "everywhere"),
    # Lists (bound by the widgets)
    Command("list.down", "j,down", "cursor_down", "down", "Next row", "list", own=False),
    Command("list.up", "k,up", "cursor_up", "up", "Previous row", "list", own=False),
    Command("list.first", "g,home", "first", "first", "First row", "list", own=False),
    Command("list.last", "G,end", "last", "last", "Last row", "list", own=False),
    Command("list.half_down", "ctrl+d", "half_down", "half page down", "Half a page down", "list", own=False),
    Command("list.half_up", "ctrl+u", "half_up", "half page up", "Half a page up", "list", own=False),
    Command("list.page_down", "pagedown", "page_down", "page down", "A page down", "list", own=False),
    Command("list.page_up", "pageup", "page_up", "page up", "A page up", "list", own=False),
    Command("list.open", "enter", "open", "open", "Open the lead's page", "list", own=False),
    Command("list.mark", "space", "mark", "mark", "Mark the row; verbs then act on all marked", "list", own=False),
    Command("list.range", "v", "range", "range", "Mark from here to where the cursor goes", "list", own=False),
    Command("list.clear", "escape", "clear", "let go", "Let go of the marks; without any, of the filter", "list"),
    Command("mark.all", "V", "mark_all", "mark all", "Mark all rows of the list, or none", "list"),
    Command("view.previous", "left_square_bracket", "view(-1)", "previous view", "The saved view before", "list"),
    Command("view.next", "right_square_bracket", "view(1)", "next view", "The next saved view", "list"),
    Command("match.next", "n", "match(1)", "next match", "Next row with the words of the filter", "list"),
    Command("match.previous", "N", "match(-1)", "previous match", "Previous row with the words of the filter", "list"),
    # Verbs
    Command("verb.touch", "t", "touch", "touch", "Log a call, mail, meeting, LinkedIn, voicemail; a capital: from them; tt: as last time",
            "verbs", True),
    Command("verb.follow_up", "r", "follow_up", "follow-up", "Review the message suggested next, or the reply you owe; y sends it", "verbs", True),
    Command("verb.template", "R", "choose_template", "template", "Choose the template of the message, or write your own words", "verbs"),
    Command("verb.forward", "L", "step(1)", "stage", "Move to the next stage", "verbs", True),
    Command("verb.backward", "H", "step(-1)", "stage back", "Move to the stage before", "verbs"),
    Command("verb.snooze", "s", "snooze", "snooze", "Hide until a day: digit days, w week, m month, / date (ss: default)",
            "verbs", True),
    Command("verb.lose", "x", "lose", "lost", "Mark lost; a digit gives the reason", "verbs", True),
    Command("verb.archive", "a", "archive", "archive", "Put away without calling it lost", "verbs", True),
    Command("verb.note", "i", "note", "note", "Write a note; #budget in it tags an objection", "verbs", True),
    Command("verb.objection", "O", "objection", "objection", "Note an objection; a digit gives the kind", "verbs"),
    Command("verb.done", "d", "task_done", "done", "The next task is done; then the one that follows", "verbs", True),
    Command("verb.task", "f", "next_task", "next task", "Plan the next task: fri 14:00 call Ann", "verbs"),
    Command("verb.dismiss", "w", "no_answer", "no answer needed", "The buyer's last words need no answer", "verbs"),
    Command("verb.accept_next", "greater_than_sign", "accept_next", "do what is next", "Take up the next best action: its message, task, form or question opens", "verbs"),
    Command("verb.refuse_next", "less_than_sign", "refuse_next", "not this next", "Refuse the next best action for a week; what comes in its place is shown", "verbs"),
    Command("verb.signal", "b", "signal", "signal", "Yes, what they said is a buying signal; where none waits, set one by its letter", "verbs"),
    Command("verb.refuse_signal", "B", "refuse_signal", "no signal", "No, what they said is no buying signal; it is not suggested again", "verbs"),
    Command("verb.edit", "e", "edit", "edit", "Edit the lead, on its page the row in hand; several after a preview", "verbs"),
    Command("verb.editor", "E", "editor", "edit in $EDITOR", "Edit the lead as text in your editor", "verbs"),
    Command("verb.tags", "number_sign", "tags", "tags", "Add and take away tags: +new -old", "verbs"),
    Command("verb.reopen", "ctrl+o", "reopen", "reopen", "Bring a closed lead back to its stage", "verbs"),
    Command("verb.wake", "W", "wake", "wake", "Bring a snoozed lead back now", "verbs"),
    Command("verb.rescore", "C", "rescore", "rescore", "Score by the rules in force: first what would change; in the list all it shows", "verbs"),
    Command("repeat", "full_stop", "repeat", "repeat", "Do the last verb again, here", "verbs"),
    Command("yank", "y", "yank", "yank", "Copy the lead as one line", "verbs"),
    Command("open.link", "o", "open_link", "open link", "Open the source link, the website or a mail", "verbs"),
    Command("pipe", "vertical_line", "pipe", "pipe", "Pipe the lead as JSON to a command", "verbs"),
    # Queue
    Command("preview.down", "J", "preview(1)", "preview down", "Scroll the preview down", "queue"),
    Command("preview.up", "K", "preview(-1)", "preview up", "Scroll the preview up", "queue"),
    # Board (bound by the widget)
    Command("board.left", "h,left", "column(-1)", "left", "The column to the left", "board", own=False),
    Command("board.right", "l,right", "column(1)", "right", "The column to the right", "board", own=False),
    Command("board.first", "0", "edge(-1)", "first column", "The first column", "board", own=False),
    Command("board.last", "dollar_sign", "edge(1)", "last column", "The last column", "board", own=False),
    Command("board.fold", "minus", "fold", "fold", "Fold or unfold the column", "board"),
    # Leads
    Command("leads.sort", "S", "sort", "sort", "Sort by another column; again: the other way", "leads", True),
    Command("view.save", "ctrl+s", "save_view", "save view", "Save the filter as a view", "leads"),
    Command("leads.duplicates", "D", "duplicates", "duplicates", "Leads that are likely one, side by side", "leads"),
    # Lead page
    Command("lead.next_pane", "tab", "pane(1)", "next pane", "The next pane", "lead"),
    Command("lead.previous_pane", "shift+tab", "pane(-1)", "pane before", "The pane before", "lead"),
    Command("lead.person", "p", "person", "person", "Add, edit or remove a person, set champion, mood, role", "lead", True),
    Command("lead.next", "right_square_bracket", "neighbour(1)", "next lead", "Next lead of the list you came from", "lead"),
    Command("lead.previous", "left_square_bracket", "neighbour(-1)", "previous lead", "The lead before", "lead"),
    Command("lead.timeline_down", "J", "timeline(1)", "timeline down", "Scroll the timeline down", "lead"),
    Command("lead.timeline_up", "K", "timeline(-1)", "timeline up", "Scroll the timeline up", "lead"),
    Command("lead.remove", "delete", "remove", "remove", "Remove the row under the cursor: note, task, person", "lead"),
    Command("lead.add", "plus,insert", "add", "add", "Add a row to this pane: person, task, note, objection", "lead"),
    Command("lead.handoff", "h", "hand_over", "hand over", "Write the lead as a folder for whoever takes it over", "lead"),
    # Lead page, among the people
    Command("people.champion", "asterisk", "champion", "champion", "Mark the lead's champion, or no longer", "people", True),
    Command("people.positive", "equals_sign", "mood('positive')", "positive", "Mood: they are for it (+ without shift)", "people"),
    Command("people.neutral", "0", "mood('neutral')", "neutral", "Mood: they are neither for nor against it", "people"),
    Command("people.negative", "minus", "mood('negative')", "negative", "Mood: they are against it", "people"),
    Command("people.merge", "M", "merge", "merge", "Merge with another row that is the same person", "people"),
    # Lead page, in the timeline (bound by the pane)
    Command("timeline.messages", "m", "only('messages')", "messages", "Only messages and calls", "timeline", own=False),
    Command("timeline.notes", "n", "only('notes')", "notes", "Only notes", "timeline", own=False),
    Command("timeline.stages", "s", "only('stages')", "stages", "Only stage moves", "timeline", own=False),
    Command("timeline.all", "escape", "only('')", "everything", "Everything again", "timeline", own=False),
    # Proposal editor
    Command("proposal.save", "ctrl+s,f2", "save", "save", "Save the proposal; of what was sent, as its next version", "proposal", True),
    Command("proposal.editor", "ctrl+g,f4", "editor", "$EDITOR", "Go on in your own editor", "proposal", True),
    Command("proposal.preview", "f5", "preview", "preview", "Only what the buyer will read; again: both", "proposal", True),
    Command("proposal.leave", "escape", "leave", "cancel", "Leave without saving; asks once where something was typed", "proposal", True),
    # Tasks: on one of them, in the list or on a lead's page
    Command("task.postpone", "P", "postpone_task", "put off", "Put the task off: a digit is days, w week, m month, / date",
            "task", True),
    Command("task.priority", "exclamation_mark", "prioritise", "priority", "Say how pressing the task is, by a letter",
            "task", True),
    Command("task.start", "S", "start_task", "begin", "Begin the task", "task", True),
    Command("task.reopen", "U", "reopen_task", "take up again", "To be done again: what was done, dropped or begun",
            "task"),
    Command("task.drop", "X", "drop_task", "drop", "Drop the task without doing it", "task"),
    # Tasks: the list
    Command("task.new", "F", "new_task", "new task", "Plan a task that is about no lead, or about #12", "tasks", True),
    Command("task.over", "D", "over", "done ones", "Show what was done or dropped too, or no longer", "tasks"),
    # Lead page, among the notes
    Command("notes.objection", "O", "tag_note", "objection", "Tag the note with an objection by its digit; again: take it off", "notes", True),
    # Lead page, among the messages
    Command("messages.answer", "r", "answer", "answer", "Answer it in your own words, theirs below; on one of yours as ever", "messages", True),
    Command("messages.status", "S", "status", "status", "Say what became of a message of yours, by a letter", "messages", True),
    Command("messages.positive", "equals_sign", "mood('positive')", "positive", "What they wrote is for it; again: not known (+ without shift)", "messages"),
    Command("messages.neutral", "0", "mood('neutral')", "neutral", "What they wrote is neither for nor against it", "messages"),
    Command("messages.negative", "minus", "mood('negative')", "negative", "What they wrote is against it", "messages"),
    # Objections
    Command("objections.resolve", "A", "resolve", "resolve", "Say how it was answered; a digit takes what did it before",
            "objections", True),
    Command("objections.left", "h,left", "column(-1)", "left", "The number to the left", "objections"),
    Command("objections.right", "l,right", "column(1)", "right", "The number to the right", "objections"),
    Command("objections.pane", "tab,shift+tab", "pane", "other list", "To the open ones, or back to the kinds", "objections", True),
    Command("objections.remove", "delete", "remove", "take off", "Take off a tag set by mistake; the note stays", "objections"),
    # Digest
    Command("digest.left", "h,left", "column(-1)", "now", "The numbers of now", "digest", True),
    Command("digest.right", "l,right", "column(1)", "since", "The numbers of what came since the last time", "digest", True),
    # Dashboard
    Command("dashboard.explain", "question_mark", "explain", "what it is", "What the number in hand is, and what it was worked out from", "dashboard", True),
    Command("dashboard.next_page", "tab", "page(1)", "next page", "The next page of figures", "dashboard", True),
    Command("dashboard.previous_page", "shift+tab", "page(-1)", "page before", "The page before", "dashboard"),
    Command("dashboard.period", "p", "period", "period", "Figures of the last 7, 30, 90, 365 days, of all time, of days of your own", "dashboard", True),
    Command("dashboard.filter", "slash", "filter", "filter", "Only of some leads: source:reddit value>5k", "dashboard", True),
    Command("dashboard.as_of", "a", "as_of", "as of a day", "The pipeline as it stood on a day; an empty line: now again", "dashboard", True),
    Command("dashboard.alone", "space", "alone", "alone", "This table alone, with all its columns; again: among the others", "dashboard", True),
    Command("dashboard.copy", "y", "copy", "copy", "Copy the table in hand, with tabs between, as a spreadsheet takes it", "dashboard", True),
    Command("dashboard.let_go", "escape", "let_go", "let go", "Back to now; then let go of the filter", "dashboard"),
    Command("dashboard.previous_view", "left_square_bracket", "view(-1)", "previous view", "The saved view before", "dashboard"),
    Command("dashboard.next_view", "right_square_bracket", "view(1)", "next view", "The next saved view", "dashboard"),
    # Leads behind a number
    Command("behind.explain", "question_mark", "explain", "what it is", "What the number is, and what it was worked out from", "behind", True),
    # Numbers (bound by the widgets)
    Command("numbers.left", "h,left", "go('left')", "left", "The number to the left", "numbers", own=False),
    Command("numbers.right", "l,right", "go('right')", "right", "The number to the right", "numbers", own=False),
    Command("numbers.down", "j,down", "go('down')", "down", "The number below", "numbers", own=False),
    Command("numbers.up", "k,up", "go('up')", "up", "The number above", "numbers", own=False),
    Command("numbers.first", "g,home", "end(-1)", "first", "The first row of numbers", "numbers", own=False),
    Command("numbers.last", "G,end", "end(1)", "last", "The last row of numbers", "numbers", own=False),
    Command("numbers.open", "enter", "open", "open", "The leads behind the number", "numbers", own=False),
    # Templates: the list
    Command("templates.edit", "e", "edit", "edit", "Write it, what a buyer will read beside it", "templates", True),
    Command("templates.new", "plus,insert", "new", "new", "Write a new template", "templates", True),
    Command("templates.copy", "D", "duplicate", "duplicate", "Another one that says the same, to try other words", "templates", True),
    Command("templates.active", "a", "active", "in/out of use", "Offer it no more, or again; what was written from it stays", "templates", True),
    Command("templates.rename", "r", "rename", "name, kind", "Its name, its kind, its channel, by a form", "templates", True),
    Command("templates.versions", "h", "versions", "versions", "What it said before, and bring that back", "templates", True),
    Command("templates.by", "b", "by", "by channel …", "Its figures by channel, by stage, by month, as a whole", "templates", True),
    Command("templates.sort", "S", "sort", "sort", "Sort by another column", "templates"),
    Command("templates.editor", "E", "editor", "edit in $EDITOR", "Edit it as text in your editor", "templates"),
    Command("templates.remove", "delete", "remove", "delete", "Delete it, if no message was written from it", "templates"),
    Command("templates.next_sample", "right_square_bracket", "sample(1)", "next sample", "Read it as written to the next lead", "templates"),
    Command("templates.previous_sample", "left_square_bracket", "sample(-1)", "sample before", "Read it as written to the lead before", "templates"),
    Command("templates.down", "J", "read(1)", "preview down", "Scroll the preview down", "templates"),
    Command("templates.up", "K", "read(-1)", "preview up", "Scroll the preview up", "templates"),
    Command("templates.pane", "tab", "turn", "figures", "In a small window: its figures, or what the buyer reads", "templates"),
    Command("templates.clear", "escape", "clear", "let go", "Let go of the marks; two marked are compared", "templates"),
    # Templates: the editor
    Command("template.save", "ctrl+s,f2", "save", "save", "Save it; a changed text is its next version", "template", True),
    Command("template.insert", "ctrl+t", "insert_field", "insert field", "Find a field by name or by its value, behind a | what changes it; insert it", "template", True),
    Command("template.next_sample", "ctrl+n", "sample(1)", "next sample", "Read it as written to the next lead", "template", True),
    Command("template.previous_sample", "f3", "sample(-1)", "sample before", "Read it as written to the lead before", "template"),
    Command("template.preview", "f5", "preview", "only preview", "Only what the buyer will read; again: both", "template", True),
    Command("template.down", "j,down,J,pagedown", "read(1)", "down", "Scroll what the buyer will read down, where only that is in sight", "template"),
    Command("template.up", "k,up,K,pageup", "read(-1)", "up", "Scroll what the buyer will read up, where only that is in sight", "template"),
    Command("template.editor", "ctrl+g,f4", "editor", "$EDITOR", "Go on in your own editor", "template", True),
    Command("template.leave", "escape,q", "leave", "leave", "Leave; asks once where something is not saved", "template", True),
    # A message before it goes out
    Command("letter.send", "y", "send", "send", "Let it go by way of the outbox; where something is missing it says what", "letter", True),
    Command("letter.send_all", "Y", "send_all", "send the rest", "Let all the rest of the walk go at once", "letter"),
    Command("letter.write", "e", "write", "edit", "Write in subject and text, here", "letter", True),
    Command("letter.editor", "E,ctrl+g,f4", "editor", "$EDITOR", "Go on in your own editor", "letter", True),
    Command("letter.settle", "ctrl+s,f2", "settle", "done writing", "Done writing; read it again", "letter"),
    Command("letter.postpone", "p", "postpone", "later", "Let it go in the morning of a day to come", "letter", True),
    Command("letter.template", "R", "template", "template", "Another template, or your own words", "letter", True),
    Command("letter.recipient", "tab", "recipient", "other person", "To another person of the lead", "letter", True),
    Command("letter.copy", "c", "copy", "copy", "Copy the words; nothing is marked as sent", "letter", True),
    Command("letter.drop", "n", "drop", "drop", "Write nothing to this lead; on to the next", "letter", True),
    Command("letter.down", "j,down,J", "scroll(1)", "down", "Scroll the words down", "letter"),
    Command("letter.up", "k,up,K", "scroll(-1)", "up", "Scroll the words up", "letter"),
    Command("letter.leave", "q,escape", "leave", "leave", "Done writing; else leave, what was typed is kept", "letter"),
    # Mail
    Command("mail.yes", "y", "yes", "yes", "A draft: send it; in doubt or handed over: it went", "mail"),
    Command("mail.no", "n", "no", "no", "Take back from the outbox, not sent, drop, not ours: as its section says", "mail"),
    Command("mail.again", "s,r", "again", "send again", "Send again what failed or may not have gone; from the outbox: now", "mail"),
    Command("mail.edit", "e", "edit", "edit", "Read it whole, change it, send it", "mail"),
    Command("mail.postpone", "p", "postpone", "later", "Let it go in the morning of a day to come", "mail"),
    Command("mail.lead", "o", "lead", "lead", "Open the lead's page", "mail"),
    Command("mail.new", "c", "new_lead", "new lead", "Mail that asks whose it is: make a new lead of it", "mail"),
    Command("mail.find", "slash", "find", "find lead", "Mail that asks whose it is: look for its lead", "mail"),
    Command("mail.section", "tab", "section(1)", "next part", "The next part of the list", "mail"),
    Command("mail.section_before", "shift+tab", "section(-1)", "part before", "The part before", "mail"),
    Command("mail.leave", "q,escape", "leave", "leave", "Stop reading the mailboxes; else leave", "mail"),
    # Duplicates
    Command("duplicates.merge", "m", "merge", "merge", "Make one lead of the pair; of a past merge, two again", "duplicates", True),
    Command("duplicates.two", "n", "two", "no duplicate", "The two are two: the pair never comes back", "duplicates", True),
    Command("duplicates.swap", "s", "swap", "swap", "The other lead of the pair stays", "duplicates", True),
    Command("duplicates.turn", "space", "take('')", "take", "Take the other lead's word for the field under the cursor", "duplicates", True),
    Command("duplicates.left", "h,left", "take('keep')", "left", "Take the word of the lead that stays", "duplicates"),
    Command("duplicates.right", "l,right", "take('drop')", "right", "Take the word of the lead that goes", "duplicates"),
    Command("duplicates.pane", "tab", "pane", "fields", "To the fields, or back to the pairs", "duplicates", True),
    Command("duplicates.past", "U", "past", "past merges", "The merges there were, to be parted again", "duplicates", True),
    Command("duplicates.again", "r", "again", "search again", "Search the whole file again", "duplicates"),
    Command("duplicates.leave", "q,escape", "leave", "leave", "Stop the search; else leave", "duplicates"),
    # Rules of scoring
    Command("rules.save", "ctrl+s,f2", "save", "save", "Put these rules in force and score all leads by them: one action", "rules", True),
    Command("rules.pane", "tab,shift+tab", "pane", "leads", "To the leads that would change most, or back to the text", "rules", True),
    Command("rules.preview", "f5", "preview", "only preview", "Only what would change; again: both", "rules", True),
    Command("rules.learned", "f9", "learned", "learned", "What your own won and lost leads teach; again: what would change", "rules", True),
    Command("rules.usual", "f8", "usual", "built-in", "Write the rules that Hermes comes with; ctrl+z takes that back", "rules"),
    Command("rules.editor", "ctrl+g,f4", "editor", "$EDITOR", "Go on in your own editor", "rules", True),
    Command("rules.learn", "l", "learn", "learn now", "Learn from the leads won and lost so far", "rules"),
    Command("rules.use", "o", "use", "on/off", "Use what was learned, or the rules alone; all leads are scored anew", "rules"),
    Command("rules.leave", "escape,q", "leave", "leave", "Stop what runs; else leave, asks once where something is not saved", "rules", True),
    # Rescoring
    Command("rescore.write", "y", "write", "write", "Write the new scores, as one action", "rescore", True),
    Command("rescore.lead", "o", "lead", "lead", "Open the lead's page", "rescore", True),
    Command("rescore.rules", "r", "rules", "rules", "The rules that it goes by", "rescore"),
    Command("rescore.leave", "q,n,escape", "leave", "leave", "Stop what runs; else leave, nothing is written", "rescore", True),
    # Import
    Command("import.run", "i", "start", "import", "Import the rows as shown; one undo takes it all back", "import", True),
    Command("import.drop", "x", "leave_out", "omit", "Leave this column out", "import", True),
    Command("import.stages", "s", "stages", "stages", "Say what the file's stage words mean, one by one", "import", True),
    Command("import.dates", "d", "formats", "dates", "Say how dates or amounts are to be read", "import", True),
    Command("import.blanks", "b", "blanks", "blanks", "Words that say nothing, in any column: n/a, none", "import"),
    Command("import.own", "asterisk", "own", "keep all", "Keep every column left out as a field of your own", "import"),
    Command("import.events", "h", "events", "stage history", "Bring the deals' stage history along, from a second file", "import"),
    Command("import.template", "t", "template", "template", "Fill a field from several columns, or one text", "import"),
    Command("import.results", "r", "turn", "rejected", "Rows as they will be, changed, rejected", "import", True),
    Command("import.write", "w", "write_rejected", "write rejected", "Write rejected rows to a file to mend", "import"),
    Command("import.save", "m", "save_mapping", "save mapping", "Save the mapping to a file", "import"),
    Command("import.load", "M", "load_mapping", "load mapping", "Use a mapping saved earlier", "import"),
    Command("import.undo", "u,z", "take_back", "undo", "Take the import back; before it, the last change here", "import"),
    Command("import.pane", "tab", "pane", "other list", "Go to the other list", "import"),
    Command("import.leave", "q,escape", "leave", "leave", "Cancel what runs, else leave; once done, to the queue", "import"),
)  # fmt: skip

# The second preset, for fingers that know Gmail.
GMAIL: dict[str, str] = {
    "verb.archive": "e",
    "verb.edit": "E",
    "verb.snooze": "b",
    "verb.editor": "ctrl+g",
    "verb.signal": "s",
}

# Scopes that work side by side on a screen.
_APART = (("list", "verbs", "queue"), ("list", "verbs", "board"), ("list", "verbs", "leads"), ("verbs", "lead"),
          ("verbs", "lead", "people"), ("verbs", "lead", "task"), ("list", "verbs", "task", "tasks"), ("list", "verbs", "objections"), ("list", "digest"), ("numbers", "dashboard"), ("list", "verbs", "behind"),
          ("list", "templates"), ("template",), ("letter",), ("mail",), ("duplicates",), ("rules",), ("rescore",), ("import",), ("proposal",))  # fmt: skip
# What a screen of its own means by a key that elsewhere means the other.
_MEANT = frozenset({
    ("view.next", "templates.next_sample"), ("view.previous", "templates.previous_sample"), ("list.clear", "templates.clear"),
    ("template.leave", "back"), ("letter.leave", "back"), ("mail.leave", "back"), ("duplicates.leave", "back"), ("rules.leave", "back"), ("rescore.leave", "back"), ("import.leave", "back"),
    ("dashboard.explain", "help"), ("behind.explain", "help"), ("dashboard.filter", "filter"), ("letter.copy", "create"), ("mail.new", "create"), ("mail.find", "filter"), ("import.undo", "undo"),
})  # fmt: skip

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}

_SHOWN = {
    "slash": "/", "colon": ":", "question_mark": "?", "full_stop": ".", "left_square_bracket": "[",
    "right_square_bracket": "]", "vertical_line": "|", "dollar_sign": "$", "percent_sign": "%", "minus": "-", "exclamation_mark": "!", "number_sign": "#", "ampersand": "&", "at": "@", "asterisk": "*",
    "greater_than_sign": ">", "less_than_sign": "<", "semicolon": ";",
    "equals_sign": "=", "enter": "Enter", "space": "Space",
    "escape": "Esc", "delete": "Del", "plus": "+", "insert": "Ins", "tab": "Tab", "shift+tab": "⇧Tab", "up": "↑", "down": "↓", "left": "←",
    "right": "→", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End", **{f"f{number}": f"F{number}" for number in range(1, 13)},
}  # fmt: skip


def in_scope(where: str) -> list[Command]:
    """The commands of a scope, in the order of the registry."""
    return [command for command in COMMANDS if command.where == where]


def command_of(name: str) -> Command:
    """The command of this id. Raises UsageError for an id nobody knows, naming the nearest."""
    if name not in BY_ID:
        from difflib import get_close_matches

        from storage.errors import UsageError

        near = get_close_matches(name, list(BY_ID), n=1)
        hint = f"did you mean `{near[0]}`?" if near else "`hermes keys` lists them."
        raise UsageError(f"There is no action `{name}` to give a key to; {hint}")
    return BY_ID[name]


def overrides(preset: str, keys: Mapping[str, str]) -> dict[str, str]:
    """Keys by action id that differ from the registry: the preset's, then the rep's own.

    Raises UsageError for an id nobody knows.
    """
    found = dict(GMAIL) if preset == "gmail" else {}
    for name, typed in keys.items():
        found[command_of(name).id] = typed
    return found


def clash(changed: Mapping[str, str]) -> str:
    """The first key that the rep gave to two actions of one screen, said in a sentence; empty where there is none."""
    for apart in _APART:
        taken: dict[str, str] = {}
        for command in (each for where in (*apart, "everywhere") for each in in_scope(where)):
            for key in keys_of(command, changed).split(","):
                first = taken.setdefault(key.strip(), command.id)
                if first != command.id and (first, command.id) not in _MEANT:
                    return (
                        f"The key `{key.strip()}` is given to both {first} and {command.id}; only one of them hears it."
                    )
    return ""


def keys_of(command: Command, changed: Mapping[str, str]) -> str:
    """A command's keys (Textual names, comma-separated) under the rep's overrides."""
    return changed.get(command.id, command.keys)


def shown_key(keys: str) -> str:
    """How the first of `keys` is written for a person: `/`, `^R`, `Enter`."""
    first = keys.split(",")[0]
    if first.startswith("ctrl+"):
        return "^" + first.removeprefix("ctrl+").upper()
    return _SHOWN.get(first, first)
