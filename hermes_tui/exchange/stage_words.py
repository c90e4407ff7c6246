"""What other programs call the stages of a deal, and which of ours each means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hermes_tui.exchange.columns import words_of
from hermes_tui.exchange.fields import nearest
from storage.errors import UsageError

STAGES = (
    "NEW", "QUALIFIED", "CONTACTED", "FOLLOWUP_1", "FOLLOWUP_2", "RESPONDED", "CALL_SCHEDULED", "CALL_DONE",
    "PROPOSAL_SENT", "NEGOTIATING", "WON", "LOST", "ARCHIVED",
)  # fmt: skip

_USUAL = {
    "NEW": (
        "new|open|new lead|lead|prospecting|prospect|prospects|incoming|inbox|backlog|to do|not contacted|"
        "uncontacted|untouched|subscriber|lead in|fresh|raw|unqualified lead|target|neu|nouveau|nuevo|novo|"
        "nuovo"
    ),
    "QUALIFIED": (
        "qualified|qualification|qualifying|qualified lead|lead qualified|qualified to buy|"
        "marketing qualified lead|sales qualified lead|mql|sql|needs analysis|value proposition|"
        "id decision makers|perception analysis|discovery|opportunity|qualifiziert|qualifie|cualificado|"
        "calificado|qualificado|qualificato"
    ),
    "CONTACTED": (
        "contacted|contact made|attempted to contact|attempted|working|working contacted|engaging|engaged|"
        "in progress|active|outreach|connected|nurturing|contact|initial contact|first contact|open deal|"
        "in contact|kontaktiert|contacte|contactado|contattato"
    ),
    "FOLLOWUP_1": "followup 1|follow up 1|follow up|followup|following up|first follow up",
    "FOLLOWUP_2": "followup 2|follow up 2|second follow up",
    "RESPONDED": "responded|replied|response received|interested|warm|hot",
    "CALL_SCHEDULED": (
        "call scheduled|meeting scheduled|meeting booked|demo scheduled|appointment scheduled|"
        "meeting arranged|appointment|demo booked|scheduled|meeting set|evaluation|presentation scheduled"
    ),
    "CALL_DONE": (
        "call done|call completed|meeting held|meeting done|demo|demo done|demo completed|demo given|"
        "presentation|presented|meeting|trial|proof of concept|poc|needs defined"
    ),
    "PROPOSAL_SENT": (
        "proposal sent|proposal|proposal made|proposal price quote|quote sent|quote|quoted|"
        "proposal presented|price quote|offer|offer sent|contract sent|decision maker bought in|angebot|"
        "angebot gesendet|devis|propuesta|proposta"
    ),
    "NEGOTIATING": (
        "negotiating|negotiation|negotiations|negotiation review|negotiations started|in negotiation|"
        "contract|contract negotiation|closing|commit|verbal commit|verbal|legal review|procurement|"
        "verhandlung|negociation|negociacion|negociacao|negoziazione"
    ),
    "WON": (
        "won|closed won|close won|deal won|win|signed|customer|converted|closedwon|sold|success|successful|"
        "gewonnen|gagne|ganado|ganada|ganho|ganha|vinto|vinta"
    ),
    "LOST": (
        "lost|closed lost|close lost|deal lost|loss|closedlost|rejected|unsuccessful|lost to competition|"
        "closed lost to competition|no sale|declined|verloren|perdu|perdido|perdida|perso|persa"
    ),
    "ARCHIVED": (
        "archived|archive|disqualified|unqualified|junk|junk lead|dead|inactive|on hold|dormant|"
        "not interested|bad fit|bad timing|abandoned|deleted|recycled|spam|archiviert"
    ),
}
USUAL: dict[str, str] = {word: stage for stage, words in _USUAL.items() for word in words.split("|")}


def read_stages(words: Iterable[str], said: Mapping[str, str], stages: Sequence[str] = STAGES) -> dict[str, str | None]:
    """Each stage word of a file → one of `stages`; None where nobody mapped it.

    `said` is the rep's `--stage-map`; then our own names, then the usual words of other programs.
    Raises UsageError where `said` names a stage that does not exist.
    """
    own = {words_of(name): name for name in stages}
    wanted: dict[str, str] = {}
    for word, name in said.items():
        stage = own.get(words_of(name))
        if stage is None:
            raise UsageError(f"There is no stage {name!r}{nearest(name, stages)} The stages are {', '.join(stages)}.")
        wanted[words_of(word) or word.strip().casefold()] = stage
    found: dict[str, str | None] = {}
    for word in words:
        folded = words_of(word) or word.strip().casefold()
        usual = USUAL.get(folded)
        found[word] = wanted.get(folded) or own.get(folded) or (usual if usual in stages else None)
    return found
