"""Words by which machines and people say that somebody is away, and those that only machines write, by language."""

from __future__ import annotations

import re

# Subjects that no person types: what mail servers write before the subject they answer.
MACHINE_SUBJECT = re.compile(
    r"\A\W{0,3}(?:automatic reply|auto(?:matic|mated)?[- ]?(?:reply|response|responder)|autoreply|autoresponse"
    r"|automatische antwort|automatisch antwoord|réponse automatique|respuesta automática|risposta automatica"
    r"|resposta automática|automatiskt svar|autosvar|automatyczna odpowiedź)\s*(?:\Z|[:\])–—]|- )",
    re.IGNORECASE,
)
# Subjects that machines write and people might: these want away words in the text besides.
AWAY_SUBJECT = re.compile(
    r"\A\W{0,3}(?:out of (?:the )?office|ooo|on (?:vacation|holiday|leave)|away from (?:my |the )?(?:office|mail"
    r"|e-?mail)"
    r"|abwesenheit(?:snotiz|smeldung|sassistent|sbenachrichtigung)?|abwesend|nicht im büro|im urlaub"
    r"|absence du bureau|absent(?:e)?(?: du bureau)?|message d['’]absence|absence"
    r"|fuera de (?:la )?oficina|ausencia|ausente|fuori (?:sede|ufficio)|assente|assenza"
    r"|afwezig(?:heid)?|niet aanwezig|fora do escritório|ausência)\s*(?:\Z|[:\-–—(\[\]!.]|(?:re|aw|sv|antw|tr|rif)\b)",
    re.IGNORECASE,
)
AWAY = re.compile(
    r"\bout of (?:the |my )?office\b|\b(?:annual|parental|maternity|paternity|sick|medical|family|study"
    r"|extended) leave\b"
    r"|\bon (?:leave|vacation|holidays?|pto)\b|\baway from (?:the |my )?(?:office|desk|e-?mail|computer)\b"
    r"|\b(?:am|be|are|is) (?:currently |now )?(?:away|travell?ing|unavailable|offline)\b|\bnot in the office\b"
    r"|\b(?:limited|no|intermittent) access to (?:my )?e-?mail|\bI(?: wi|')ll (?:be back|return)\b"
    r"|\breturning to the office"
    r"|\b(?:back in|return to) the office\b"
    r"|\bnicht (?:im|in meinem|am) (?:büro|haus|hause|office|arbeitsplatz)\b|\babwesend\b|\bin meiner abwesenheit"
    r"|\b(?:im|in) (?:urlaub|elternzeit|mutterschutz|ferien)\b|\baußer haus\b|\bausser haus\b|\bnicht erreichbar\b"
    r"|\bwieder (?:im büro|erreichbar|für sie da|zurück|da)\b"
    r"|\babsente?\b|\ben (?:congés?|vacances|déplacement)\b|\bhors du bureau\b|\bde retour\b|\bdurant mon absence"
    r"|\bfuera de (?:la |mi )?oficina\b|\bde vacaciones\b|\bestar[ée] (?:ausente|fuera)|\bme encuentro (?:ausente"
    r"|fuera)"
    r"|\bdurante mi ausencia|\bfuori (?:ufficio|sede)\b|\bin ferie\b|\b(?:sono|sarò) (?:assente|fuori)|\bassente\b"
    r"|\bafwezig\b|\b(?:niet|weer) (?:op|in) (?:het )?kantoor\b|\b(?:met|op) (?:vakantie|verlof)\b|\bniet aanwezig\b"
    r"|\bfora do escritório\b|\bde férias\b|\bestarei (?:ausente|fora|de volta)|\bausente\b",
    re.IGNORECASE,
)
# Receipts that are no report (RFC 8098), as mail programs write them by themselves: the subject, how the text begins.
RECEIPT_SUBJECT = re.compile(
    r"\A(?:(?:not )?read|return receipt|read receipt|(?:un)?gelesen|nicht gelesen|lesebestätigung|lu|non lu"
    r"|accusé de (?:lecture|réception)|confirmation de lecture|leído|no leído|confirmación de lectura|letto|letta"
    r"|conferma di lettura|gelezen|niet gelezen|leesbevestiging|lida|não lida|confirmação de leitura)"
    r"\s*(?:[:(\[–—-]|\Z)",
    re.IGNORECASE,
)
RECEIPT = re.compile(
    r"\A\s*(?:your message|this is a (?:return )?receipt|ihre nachricht|dies ist eine (?:empfangs|lese)bestätigung"
    r"|votre message|ceci est un accusé|(?:su|el) mensaje|il (?:tuo|suo) messaggio|il messaggio|uw bericht"
    r"|(?:a )?sua mensagem)\b"
    r"(?=.{0,1500}?\b(?:(?:was|has been) (?:read|displayed|deleted)|displayed|gelesen|angezeigt|gelöscht"
    r"|a été (?:lu|affiché|supprimé)|(?:fue|ha sido) (?:leído|mostrado|eliminado)"
    r"|stato (?:letto|visualizzato|eliminato)|gelezen|weergegeven|verwijderd|foi (?:lida|exibida|excluída))\b)",
    re.IGNORECASE | re.DOTALL,
)
