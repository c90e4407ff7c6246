"""How mail programs mark what is not the writer's: attributions, heads of the mail answered, signatures."""

from __future__ import annotations

import re

_WROTE = (
    r"wrote|writes|said|schrieb|geschrieben|schreibt|a [ée]crit|[ée]crivait|escribi[óo]|escribe|escreveu|ha scritto"
    r"|scrive|schreef|het volgende geschreven|skrev|napisał(?:\(a\)|a)?|kirjoitti|yazdı|написал(?:а|\(а\))?|пишет|写道"
    r"|のメール"
)
_BEGINS = (
    r"on|at|am|le|el|em|il|op|den|dne|dnia|w dniu|quoting|citando|zitat von|excerpts from|in (?:message|article)|"
    r"thus|begin quote|pe|ma|\d{1,4}[./-]|\d{4}年|在|mon|tue|wed|thu|fri|sat|sun|\*|from|von|de"
)
# "On Tue, 3 Dec 2024 at 10:12, Ann Lee <ann@example.com> wrote:" with what is to stand before and behind the verb.
ATTRIBUTION = re.compile(
    rf"\s{{0,4}}(?:(?:{_BEGINS})(?=[\s,*\d\"'<(]|\b|$).{{3,350}}?(?<!\w)(?:{_WROTE})(?!\w).{{0,120}}|.{{2,120}}?(?<!\w)"
    rf"(?:{_WROTE})(?!\w).{{3,120}})\s?[:：]\s{{0,4}}",
    re.IGNORECASE | re.DOTALL,
)
# What may stand right above lines with `>`: it tells who or when.
INTRODUCTION = re.compile(
    rf".{{0,200}}(?:(?<!\w)(?:{_WROTE})(?!\w)|@|\d\d:\d\d|\d{{4}}).{{0,200}}[:：]\s*", re.IGNORECASE
)
TELLS_WHEN_OR_WHO = re.compile(r"\d|@")
_ORIGINAL = (
    r"original message|original e-?mail|original appointment|reply message|message|ursprüngliche (?:nachricht|mail"
    r"|e-mail)"
    r"|original[- ]?nachricht|message d['’]origine|message original|courriel original|mensaje original|correo original"
    r"|messaggio originale|oorspronkelijk bericht|oorspronkelijke bericht|mensagem original|ursprungligt meddelande"
    r"|oprindelig meddelelse|opprinnelig melding|wiadomość oryginalna|исходное сообщение"
)
_FORWARDED = (
    r"forwarded (?:message|mail|e-?mail)(?: from .{1,80})?|weitergeleitete nachricht|(?:message"
    r"|courriel) (?:transféré|réexpédié)"
    r"|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|mensagem (?:encaminhada|reencaminhada)"
    r"|vidarebefordrat"
    r" (?:meddelande|mejl)"
)
ORIGINAL = re.compile(rf"\s{{0,4}}[-_*]{{2,}}\s*(?:{_ORIGINAL})\s*[-_*:]{{2,}}\s*", re.IGNORECASE)
FORWARDED = re.compile(
    rf"\s{{0,4}}(?:[-_*]{{2,}}\s*(?:{_FORWARDED})\s*[-_*:]{{2,}}|(?:begin forwarded message|anfang der weitergeleiteten"
    r" (?:nachricht|e-?mail)|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado"
    r"|inizio (?:del )?messaggio inoltrato|begin doorgestuurd bericht|início da mensagem (?:encaminhada|reencaminhada))"
    r"\s?:)\s*",
    re.IGNORECASE,
)
RULE = re.compile(r"\s{0,4}[_-]{8,}\s*")
# The head of the mail answered, as Outlook and its kin copy it.
HEAD_FROM = re.compile(r"\s{0,4}\*?(?:from|von|de|da|van|från|fra|od|от)\s?:\*?\s*\S.{0,300}", re.IGNORECASE)
HEAD_MORE = re.compile(
    r"\s{0,4}\*?(?:sent|date|gesendet(?: am)?|datum|envoyé(?: le)?|enviado(?: el| em)?|fecha|inviato|data|verzonden"
    r"|skickat"
    r"|sendt|to|an|à|a|para|aan|till|til|cc|kopie|subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne"
    r"|reply-to|importance|priorität)\s?:\*?(?:\s.{0,500})?",
    re.IGNORECASE,
)
# Outlook without a head: "Ann Lee <ann@example.com> hat am 3. Dezember 2024 um 10:12 geschrieben:" is an attribution.
SENT_FROM = re.compile(
    r"\s{0,4}(?:(?:sent|mailed) (?:from|with|via|using) (?:my |the )?(?:\w+['’]s )?(?:iphone|ipad|android|samsung"
    r"|galaxy|mobile"
    r"|phone|blackberry|outlook|yahoo|gmail|huawei|windows|proton|tuta|mail for|spark|superhuman|handheld|smartphone"
    r"|nokia|xiaomi|pixel|pocket|airmail|fairphone|bluemail|k-9).{0,80}"
    r"|get outlook for \w+.{0,60}|outlook (?:for|für|pour|para|per|voor) (?:ios|android).{0,80}"
    r"|(?:von|gesendet von|gesendet mit|diese nachricht wurde von) (?:meinem|mein|der|dem|outlook|mail|yahoo|gmx"
    r"|web\.de|meinem android)"
    r".{0,80}(?:gesendet|iphone|ipad|android|smartphone|handy|galaxy|mail|ios|windows).{0,60}"
    r"|envoyé (?:de(?:puis)? mon|à partir de|depuis|avec) .{2,80}|enviado (?:desde|do|a partir do|de) (?:mi|meu|o"
    r"|outlook|mail|yahoo)"
    r".{0,80}|inviato (?:da|dal) (?:mio |il mio )?.{2,80}|verzonden (?:vanaf|met|via|vanuit) (?:mijn )?.{2,80}"
    r"|verstuurd vanaf .{2,80}|skickat från min .{2,60}|sendt fra min .{2,60})\s*",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"\s{0,4}\W{0,3}(?:(?:this|the information (?:contained )?in this|the contents? of this|confidentiality|disclaimer"
    r"|privileged|important notice|notice)\b.{0,80}(?:e-?mail|message|transmission|communication|notice|disclaimer)"
    r"|(?:diese|die in dieser|der inhalt dieser) (?:e-?mail|nachricht)|ce (?:message|courriel|mail|e-?mail) (?:et"
    r"|est|peut|contient)"
    r"|este (?:mensaje|correo|e-?mail)|esta mensagem|questo (?:messaggio|e-?mail)|dit (?:bericht|e-?mail))",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"intended (?:only |solely )?(?:recipient|for)|confidential|privileged|disclos|unauthori[sz]ed|notify the sender"
    r"|immediately notify|delete (?:it|this|the)|liab|vertraulich|bestimmt|unbefugt|informieren sie|vernichten|löschen"
    r"|confidentiel|destinataire|supprimer|confidencial|destinatario|destinatário|elimin|riservat|cancell|vertrouwelijk"
    r"|geadresseerde|verwijder",
    re.IGNORECASE,
)
BELOW = re.compile(
    r"\b(?:in-?line|see below|(?:answers?|comments?|repl(?:y|ies)|response) (?:are |is )?below|below in|in (?:red"
    r"|blue|green|bold|caps)"
    r"|between the lines|interspersed|s(?:iehe|\.) unten|weiter unten|in (?:rot|blau)|im text|ci-dessous|en (?:rouge"
    r"|bleu)"
    r"|más abajo|en (?:rojo|azul)|abajo|in (?:rosso|blu)|qui sotto|hieronder|in het (?:rood|blauw)|abaixo"
    r"|em (?:vermelho|azul))\b",
    re.IGNORECASE,
)
