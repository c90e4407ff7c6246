"""What other programs call our fields: column names, in the languages of the exports we meet, most telling first."""

from __future__ import annotations

import re

_LEAD = {
    "title": (
        "title|deal name|deal title|deal|opportunity name|opportunity title|opportunity|lead title|lead name|"
        "subject|project name|project|job title posted|betreff|titel|titre|titulo|oportunidad|oportunidade|"
        "verkaufschance|trattativa"
    ),
    "company": (
        "company|company name|organization|organisation|organization name|org|account|account name|customer|"
        "customer name|client|client name|business|business name|employer|associated company|firma|"
        "unternehmen|kunde|kundenname|societe|entreprise|empresa|cliente|azienda|bedrijf|klant|firma nazwa|"
        "foretag"
    ),
    "description": (
        "description|details|summary|body|text|about|requirement|requirements|beschreibung|descripcion|"
        "descricao|descrizione|omschrijving"
    ),
    "source": (
        "source|lead source|deal source|original source|source name|channel source|origin|campaign|quelle|"
        "herkunft|source du lead|origen|origem|fuente|fonte|bron"
    ),
    "source_url": "source url|source link|post url|listing url|permalink|deal url|record url|link to post",
    "external_id": (
        "external id|opportunity id|deal id|lead id|record id|hubspot id|salesforce id|crm id|uuid|guid|id|"
        "nr|nummer|numero|key|reference|ref|case safe id"
    ),
    "author": "author|posted by|poster|user name|username|autor|auteur",
    "author_url": (
        "author url|author link|profile url|linkedin|linked in|linkedin url|linked in url|linkedin profile|"
        "linked in profile|profile"
    ),
    "website": (
        "website|url|web site|company website|company domain|company domain name|domain|homepage|web|"
        "site web|sitio web|webseite|sito"
    ),
    "budget_min": "budget min|min budget|budget from|budget minimum|minimum budget",
    "budget_max": "budget max|max budget|budget to|budget maximum|maximum budget|budget",
    "value": (
        "value|deal value|close value|amount|deal amount|opportunity amount|total|revenue|expected revenue|"
        "deal size|price|total price|contract value|acv|tcv|arr|mrr|sales amount|weighted amount|wert|betrag|"
        "umsatz|summe|volumen|montant|valeur|importe|valor|monto|importo|valore|bedrag|waarde|belopp"
    ),
    "currency": "currency|currency code|deal currency|wahrung|waehrung|devise|moneda|moeda|valuta",
    "deadline": (
        "deadline|due date|expected close|expected close date|expected closing date|target date|apply by|"
        "frist|falligkeit|echeance|fecha limite|prazo|scadenza"
    ),
    "stage": (
        "stage|deal stage|stage name|pipeline stage|opportunity stage|sales stage|lead status|status|"
        "deal status|phase|lifecycle stage|state|etape|statut|etapa|estado|fase|stato|verkaufsphase"
    ),
    "tags": "tags|tag|labels|label|keywords|categories|category|schlagworte|etiquettes|etiquetas|etichette",
    "score": "score|lead score|qualification score|hubspot score|rating score|punkte",
    "created_at": (
        "created at|created|create date|created date|date created|created on|creation date|creation time|"
        "added|date added|added on|add time|lead created|lead created at|inquiry date|posted at|posted on|"
        "date|timestamp|erstellt|erstellt am|angelegt am|erstelldatum|date de creation|cree le|"
        "fecha de creacion|fecha creacion|creado|data de criacao|criado em|data creazione|aanmaakdatum"
    ),
    "engaged_at": (
        "engaged at|engage date|engaged|engagement date|first contact|first contacted|first contact date|"
        "start date|opened|open date|opened at|contacted at|erstkontakt"
    ),
    "closed_at": (
        "closed at|close date|closed date|closed|date closed|closed on|closing date|won at|won date|won time|"
        "lost time|deal closed|actual close date|abschlussdatum|abschluss|date de cloture|fecha de cierre|"
        "data de fechamento|data chiusura|sluitingsdatum"
    ),
    "last_touch_at": (
        "last touch at|last touch|last contact|last contacted|last contact date|last contacted date|"
        "last contacted at|last activity|last activity date|last activity at|last touched|letzter kontakt|"
        "letzte aktivitat|dernier contact|dernier contact le|ultimo contacto|ultima actividad|ultimo contato|"
        "ultimo contatto"
    ),
    "lost_reason": (
        "lost reason|close reason|loss reason|closed lost reason|reason lost|reason for loss|"
        "deal lost reason|reason|verlustgrund"
    ),
    "owner": (
        "owner|deal owner|lead owner|account owner|opportunity owner|sales agent|sales rep|salesperson|"
        "sales person|rep|agent|assigned to|assigned|assignee|account executive|account manager|besitzer|"
        "zustandig|proprietaire|propietario|responsavel|proprietario|vendedor|eigenaar"
    ),
    "note": (
        "note|notes|comment|comments|remark|remarks|last note|memo|notiz|notizen|bemerkung|bemerkungen|"
        "kommentar|commentaire|commentaires|nota|notas|comentarios|commenti|opmerkingen"
    ),
    "next_task": (
        "next task|next step|next steps|next action|next activity|follow up|todo|to do|task|nachster schritt|"
        "prochaine etape|proximo paso|proxima acao"
    ),
    "next_task_on": (
        "next task on|next task date|next task due|next step date|next action date|next activity date|"
        "follow up date|follow up on|followup date|task due|next contact|next contact date|wiedervorlage|"
        "wiedervorlage am"
    ),
}

_PERSON = {
    "name": (
        "name|full name|fullname|person|person name|display name|ansprechpartner|kontakt|kontaktperson|"
        "nom complet|nombre completo|nome completo|contacto|contatto|contactpersoon"
    ),
    "first_name": (
        "first name|firstname|first|given name|forename|vorname|prenom|nombre|primer nombre|primeiro nome|voornaam"
    ),
    "last_name": (
        "last name|lastname|last|surname|family name|nachname|nom|nom de famille|apellido|apellidos|sobrenome|"
        "cognome|achternaam"
    ),
    "email": (
        "email|e mail|mail|email address|e mail address|mail address|work email|business email|primary email|"
        "person email|person email work|e mail adresse|mailadresse|adresse email|adresse e mail|courriel|"
        "correo|correo electronico|email de contato|indirizzo email|e mailadres"
    ),
    "phone": (
        "phone|phone number|telephone|tel|mobile|mobile phone|mobile number|cell|cell phone|work phone|"
        "direct phone|person phone|telefon|telefonnummer|handy|mobil|telephone portable|telefono|movil|"
        "celular|telefone|cellulare|telefoon"
    ),
    "role": (
        "role|job title|position|job|function|job role|persona|buying role|designation|seniority|rolle|"
        "funktion|poste|fonction|cargo|puesto|ruolo|functie"
    ),
    "channel": "channel|preferred channel|preferred contact channel|contact channel|kanal|canal",
}


def _ranked(table: dict[str, str]) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for field, words in table.items():
        for rank, word in enumerate(words.split("|")):
            found.setdefault(word, (field, rank))
    return found


# Column name → (field, how far down its list: 0 is the field's own name).
LEAD_WORDS: dict[str, tuple[str, int]] = _ranked(_LEAD)
PERSON_WORDS: dict[str, tuple[str, int]] = _ranked(_PERSON)

_PERSON_PREFIX = re.compile(
    r"(?:primary |main |key |associated )?(?:contact|person|stakeholder|people|ansprechpartner|kontakt|"
    r"decision maker|buyer|contacto|contato|contatto)s?(?: person)?(?: (?P<number>\d{1,2}))?(?: (?P<part>.+))?$"
)
_NUMBER_LAST = re.compile(r"(?:contact|person|stakeholder)(?: (?P<part>.+?))?(?: (?P<number>\d{1,2}))$")
_ROLES = re.compile(
    r"\b(?:c[etofmrips]o|vp|svp|evp|head of|director|manager|engineer|founder|owner|president|lead|chief|officer|"
    r"partner|consultant|analyst|developer|buyer|executive|assistant|specialist|coordinator|leiter|"
    r"geschäftsführer|directeur|champion|decision maker|influencer|procurement|legal)\b",
    re.I,
)


def person_field(name: str) -> tuple[int, str] | None:
    """`contact 2 email` → (2, "email"), `contact` → (1, "name"); None for names that speak of no person."""
    found = _PERSON_PREFIX.match(name) or _NUMBER_LAST.match(name)
    if found is None:
        return None
    number, word = int(found["number"] or 1), found["part"] or "name"
    if word == "title":
        word = "role"
    part = PERSON_WORDS.get(word)
    return (number, part[0]) if part and 1 <= number <= 20 else None


def looks_like_roles(cells: list[str]) -> bool:
    """Whether a third of these cells speak of jobs, not of deals."""
    return bool(cells) and sum(bool(_ROLES.search(cell)) for cell in cells) * 3 >= len(cells)
