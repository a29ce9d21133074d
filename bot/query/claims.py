"""What a question or a text claims: forwards, pasted sentences, "benarkah …?".

A text is taken apart into the sentences that say what happened; greetings, advice and labels
("INFO:", "Sebarkan!") say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.query import lexicon
from bot.query.deeds import is_deed
from bot.query.names import find_names
from bot.query.reading import Reader, Reading, fold_question
from bot.text.analysis import find_tokens, fold
from bot.text.roots import find_root
from bot.text.sentences import split_sentences
from bot.text.tables import words_of
from bot.text.verbs import is_verb

MOST_JUDGED = 1000
"""Of a longer text only so many characters are judged."""
_MOST_CLAIMS = 8

_NOT = r"(?:ga|gak|gk|nggak|ngga|enggak|engga|tidak|tdk|bukan|bkn|kah|ora|ndak|teu|or not|atau (?:tidak|bukan|nggak|ga|gak|hoaks|hoax|cuma hoaks))"
_TRUE = r"(?:benar|bener|bnr|betul|btul|btl|hoaks?|hoax|fakta|valid|asli|nyata|sah|tenan|leres|true|real|fake)"
_FILLER = r"(?:sih|ya|yah|kah|nih|dong|donk|min|kak|gan|tuh|itu|ini|deh|pak|bu|kan|semua|smua|semuanya|gt|gitu|begitu|nggih|toh)"
_SURPRISE = (
    r"(?:masa|masak|mosok|apa|emang|emangnya|memang|memangnya) (?:iya|iyo|sih|benar|bener|betul)"
)
_RUMOUR = (
    r"(?:katanya|kabarnya|konon|isunya|de?nge?r(?:2|[- ]?(?:dengar|denger))|gosipnya|rumornya|"
    r"(?:ada|ini) (?:isu|kabar|gosip|rumor|(?:yang|yg) (?:bilang|ngomong))|(?:temen|teman|tetangga|bos|orang)(?:ku| gue| gw| saya)? (?:bilang|ngomong))"
)
_CHECK = r"(?:cek|check|cek fakta|fact check|verifikasi|konfirmasi)"
_THAT = r"(?:bahwa|kalau|kalo|klo|that|jika|soal|tentang|kabar|berita|info|katanya)"
_TOLD = (
    r"(?:diberitakan|dimuat|dilaporkan|diliput|ditulis|ada beritanya|masuk berita|beritanya ada)"
)
_OPENING = re.compile(
    rf"(?:(?:pak|bu|min|kak|gan|bang|mas|mbak|eh|halo|hai|permisi|mau (?:tanya|nanya)|numpang (?:tanya|nanya)|tanya|cek)\b[,.!]? )*"
    rf"(?:(?:apa|apakah|emang|emangnya|memang|memangnya|masa|masak)\b(?: {_FILLER})* )?"
    rf"(?:(?:benarkah|betulkah|benerkah|bnrkah|beneran|seriusan|serius)\b(?: {_FILLER}\b)*"
    rf"|{_SURPRISE}\b(?: {_FILLER}\b)*"
    rf"|{_TRUE}\b(?: (?:{_NOT}|{_FILLER})\b)*(?=[ ,:?!])"
    rf"|(?:is it|it is|is this|is that) (?:true|correct|real|a fact|a hoax)\b"
    rf"|(?:pernah|sudah|udah|apakah)(?:kah)?(?: pernah| sudah)? {_TOLD}\b(?: (?:{_NOT}|{_FILLER}|belum|blm)\b)*"
    rf"|(?:has it been|was it) (?:reported|published)\b"
    rf"|(?:tolong |coba |bantu )?(?:cek|check|verifikasi|konfirmasi)(?:kan|in)?(?: (?:{_FILLER}|fakta(?:nya)?|berita|kabar|info|kebenaran(?:nya)?|dulu))*"
    rf"|ada berita(?:nya)?(?: {_FILLER}\b)* (?=bahwa|kalau|kalo)"
    rf"|{_RUMOUR}\b"
    rf")[ ,:?!]+(?:{_FILLER}\b[ ,]+)*(?:(?:ada )?{_THAT}\b[ ,:]+)*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rf"(?:[ ,.!?–-]+(?:itu |ini |apa |apakah |apa ini |is (?:this|that|it) |beritanya |kabarnya )*"
    rf"(?:(?:benarkah|betulkah|beneran|seriusan|hoaks?kah)|{_SURPRISE}(?: {_FILLER})*|(?:minta |tolong |mohon )?(?:di)?{_CHECK}(?: (?:{_FILLER}|faktanya|kebenarannya))*|"
    rf"{_TRUE}(?: (?:{_NOT}|{_FILLER}))*|"
    rf"(?:sudah|udah|udh|sdh|pernah)(?: pernah)? (?:naik|tayang|terbit|masuk|ada|keluar|rilis|dirilis|{_TOLD})(?: (?:belum|blm))?(?: (?:rilis|berita|kabar|info|di arsip|arsip))*(?: {_FILLER})*(?= *\?)|"
    rf"(?:sudah |pernah |udah )?{_TOLD}(?: (?:belum|blm|{_NOT}|{_FILLER}))*))[ ?!.]*$",
    re.IGNORECASE,
)
# Who states something may want it confirmed: "…, kan?"
_TAG = re.compile(
    r"[ ,]+(?:(?:ya|iya)? ?(?:kan|khan|ya|yah|bukan|bkn)|right|isn't it) *\?+$", re.IGNORECASE
)
# At the end "benar" alone may belong to the sentence, and "asli" or "nyata" describe something.
_CLOSES_SURELY = re.compile(
    rf"\?|{_NOT}\b|{_FILLER}\b|kah\b|beneran|seriusan|hoaks?|hoax|apa benar|belum|blm|{_SURPRISE}|[,.?!] *(?:\w+ )?(?:di)?{_CHECK}",
    re.IGNORECASE,
)
_ENGLISH_DEED = re.compile(
    r"(?:did|was|were|has|have|had) (?!(?:anything|anyone|anybody|something|someone|it|they|he|she|there|you|we|this|that)\b)(?=\w)",
    re.IGNORECASE,
)
# What may open a sentence of a forward and says nothing: labels, marks of a list, emoji.
_LABEL = re.compile(
    r"(?:(?:dra?ft?|draf|rilis|info|pesan|teks|status|caption|kutipan|isi|judul)\b[^:.\n\"“]{0,40}:\s+|[^\w“\"'(#]+|#\w+\s*|\d{1,2}[.)]\s+|"
    r"[*_~]*(?:sekilas )?(?:info(?:rmasi)?(?: (?:penting|terkini|terbaru|valid|a1))?|breaking(?: news)?|"
    r"(?:kabar|berita) (?:terkini|terbaru|duka|gembira|hari ini)|update|viral|heboh|geger|"
    r"terkini|penting|perhatian|pengumuman|news|fwd|forwarded|diteruskan|dari grup sebelah|copas|just info|fyi)"
    r"(?:[*_~]*\s*[!:.\])–-]+[*_~]*|[*_~]+)\s*)+",
    re.IGNORECASE,
)
# Emoji and the like part sentences as a full stop does.
_PICTURES = re.compile(r"[\u2190-\u2bff\u3030\ufe0f\U0001f000-\U0001faff]+")
_TAIL = re.compile(r"(?:\s*(?:#\w+|https?://\S+|[^\w\s.!?)\"”'%]+))+$")
_ADVICE = (
    r"(?:(?:tolong|mohon|izin|dicek|cek|diteruskan|forwarded|harap|please|silakan|silahkan|ayo|mari|yuk|jangan|semoga|smoga|waspada\w*|hati(?:2|[- ]?hati)|"
    r"berhati[- ]hati|sebar\w*|disebar\w*|viralkan|share|forward|simak|klik|baca|ingat|catat|info lebih lanjut|"
    r"selengkapnya|sumber|via|terima kasih|makasih|salam|note|catatan|bagikan (?:ke|pesan|info|berita|agar|supaya)|"
    r"teruskan|copas|copy paste|(?:dari|via) (?:grup|group|wag)\b|lanjutkan ke|kirim (?:ke|pesan)|beware|spread|stay safe|be careful)\b)"
)
_ADVISES = re.compile(_ADVICE, re.IGNORECASE)
_ADVICE_BEHIND = re.compile(rf"[,;–!?.-]+[\"”']*\s*(?:dan |jadi |so )?{_ADVICE}.*$", re.IGNORECASE)
# Where a sentence goes on with a claim of its own.
_JOINT = re.compile(
    r"[,;]?\s+(?:sedangkan|sementara(?: itu)?|lalu|kemudian|serta|dan|while|and)(?: juga| turut| then| also)?\s+(?=\w)|;\s+",
    re.IGNORECASE,
)
_ASKS = words_of(
    "apa apakah siapa siapakah kapan kapankah berapa berapakah mana dimana kemana darimana bagaimana "
    "gimana mengapa kenapa ngapain apasaja jelaskan ceritakan sebutkan carikan cari rangkum ringkas "
    "bandingkan tampilkan lihat what who whom whose when where which why how show tell list find give summarize compare"
)
_OPENING_WORDS = 4
_REQUESTS = words_of("tolong coba minta mohon bisa bantu bantuin dong")
_SAYS = words_of("bilang ngomong ngaku")
# A relative or a final clause says nothing of what happened.
_SUBORDINATES = words_of(
    "yang yg untuk utk cara agar supaya guna dalam saat ketika jika kalau bila tentang soal to hak syarat"
)
_ENGLISH_VERB = re.compile(
    r"\b(?:was|were|has|have|had|is|are|will|won)\b|\b[a-z]{3,}ed\b", re.IGNORECASE
)
# A sentence of so many words nobody types as keywords; one with a full stop or a capital, of fewer.
_LONG, _MIDDLE, _SHORT = 9, 6, 4
_LEAST_SENTENCE = 3
# So many characters nobody asks.
_SURELY_A_TEXT = 400


class Claimed(NamedTuple):
    """What is to be judged.

    Attributes:
        is_text: It is a text, not a question.
        slices: The claims, slices of the folded text, in order; none where no sentence is one.
    """

    is_text: bool
    slices: tuple[str, ...]


def find_claims(
    text: str, reading: Reading, reader: Reader, *, forwarded: bool = False
) -> Claimed | None:
    """What ``text`` claims; None for a question that claims nothing.

    Args:
        text: As it was typed, lines kept.
        reading: The folded text as it is read.
        reader: What the archive knows.
        forwarded: It is a text, whatever it says.
    """
    if reading.talk and not forwarded:
        return None
    if not forwarded:
        if asked := _asked_about(reading, reader):
            several = tuple(_slices(asked, reading, reader)) if ". " in asked else ()
            return Claimed(len(several) > 1, several if len(several) > 1 else (asked,))
        if not is_text(text, reading):
            return None
    return Claimed(is_text=True, slices=tuple(_slices(text, reading, reader)))


def _slices(text: str, reading: Reading, reader: Reader) -> Sequence[str]:
    """The sentences and clauses of a text that say what happened, each once."""
    sentences = list(_sentences(text))
    claims = [
        clause
        for sentence in sentences
        if not sentence.endswith("?")
        for clause in _clauses(sentence, reading, reader)
    ]
    # "Pelari merapat!" says something only where nothing else does.
    telling = [claim for claim in claims if _is_telling(reader.read(claim, reading.today))]
    return tuple(dict.fromkeys(telling or claims))[:_MOST_CLAIMS]


def _sentences(text: str) -> Iterator[str]:
    """The sentences of each line, without what stands around them."""
    pieces = (piece for line in text.splitlines() for piece in _PICTURES.split(line))
    for folded in map(fold_question, pieces):
        for start, stop in split_sentences(folded):
            sentence = folded[start:stop]
            label = _LABEL.match(sentence)
            sentence = _TAIL.sub("", sentence[label.end() if label else 0 :])
            sentence = _ADVICE_BEHIND.sub("", sentence).strip(' ,;:*_~"“”')
            if sentence and not _ADVISES.match(sentence.lstrip("(_*[")):
                yield sentence


def _clauses(sentence: str, whole: Reading, reader: Reader) -> Iterator[str]:
    """The parts of a sentence that each say something happened; nothing where none does."""
    start = 0
    for joint in _JOINT.finditer(sentence):
        first, rest = sentence[start : joint.start()], sentence[joint.end() :]
        opens = rest.split()[:1]
        goes_on = joint[0].lstrip().startswith(";") or any(is_verb(fold(word)) for word in opens)
        if goes_on and _claims(first, whole, reader) and _claims(rest, whole, reader):
            yield first.strip(" ,;")
            start = joint.end()
    if _claims(sentence[start:], whole, reader):
        yield sentence[start:]


def _claims(text: str, whole: Reading, reader: Reader) -> bool:
    """Whether a sentence or a clause says that something happened."""
    reading = reader.read(text, whole.today)
    goes_on = _goes_on(reading)
    if reading.talk or len(reading.content) < (1 if goes_on else 2):
        return False
    said = set(reading.words)
    counts = any(word.isdecimal() for word in said) or bool(reading.asked.spans)
    says_much = len(reading.content) > _SHORT
    return counts or goes_on or says_much or _has_verb(reading) or _has_deed(reading)


def _has_deed(reading: Reading) -> bool:
    """Whether among enough words one is a deed without any prefix: "presiden hadir di Kupang"."""
    return len(reading.content) >= _LEAST_SENTENCE and any(map(is_deed, reading.words))


def _goes_on(reading: Reading) -> bool:
    """Whether it goes on from a sentence before: "tempatnya di …", "yang menang …"."""
    return reading.words[:1] == ("yang",) or any(w.endswith("nya") for w in reading.words[:1])


def _is_telling(reading: Reading) -> bool:
    """Whether a claim names a day, a place, somebody or a figure, or says much, or grave things."""
    done = {t.text for t in reading.terms if is_verb(t.word) or t.word == t.text}
    happens = {t.text for t in reading.terms} & lexicon.HAPPENINGS
    return bool(
        reading.asked.spans
        or _goes_on(reading)
        or reading.places
        or len(reading.content) > _SHORT - 1
        or any(word.isdecimal() for word in reading.words)
        or happens
        or done & lexicon.DEEDS
        or find_names(reading.question)
    )


def _asked_about(reading: Reading, reader: Reader) -> str | None:
    """What somebody asks whether it is true or was reported; None where nobody does."""
    question = reading.question
    opening, closing = _OPENING.match(question), _find_closing(question)
    if not (opening or closing) and not _ASKS & set(reading.words) and _has_verb(reading):
        closing = _TAG.search(question)
    deed = None if opening else _ENGLISH_DEED.match(question)
    if deed and reading.language == "id":
        deed = None
    if not (opening or closing or deed):
        return None
    start = opening.end() if opening else deed.end() if deed else 0
    stop = closing.start() if closing and closing.start() > start else len(question)
    claim = question[start:stop].strip(" ,;:?!.")
    said = reader.read(claim, reading.today)
    is_rumour = opening and re.search(_RUMOUR, opening[0], re.IGNORECASE)
    heard = (
        said.words if is_rumour or (closing and closing.re is _TAG) else said.words[:_OPENING_WORDS]
    )
    asks = _ASKS & set(heard) - {"apa", "apakah"}
    least = 1 if said.places or said.asked.spans else 2
    if said.talk or asks or len(said.content) < least:
        return None
    return claim


def _find_closing(question: str) -> re.Match[str] | None:
    """What behind a sentence asks whether it is true or was reported; None where nothing does."""
    closing = _CLOSING.search(question)
    return closing if closing and _CLOSES_SURELY.search(closing[0]) else None


def is_text(text: str, reading: Reading) -> bool:
    """Whether what was typed, or pasted, is a text that states something, and asks nothing."""
    if len(reading.question) > _SURELY_A_TEXT:
        return True
    if _asks(reading) or not _has_verb(reading):
        return False
    question, size = reading.question, len(reading.question.split())
    sentences = [each for each in _sentences(text) if len(each.split()) >= _LEAST_SENTENCE]
    is_sure = _is_written(question) or bool(reading.asked.spans)
    return len(sentences) > 1 or size >= (_SHORT if is_sure else _MIDDLE)


def _asks(reading: Reading) -> bool:
    """Whether something in it asks, or it names too little to state anything."""
    said = set(reading.words)
    # "Berita tempo soal …" asks an outlet.
    asks_outlet = bool(reading.outlets) and len(reading.question.split()) < _LONG
    return bool(
        "?" in reading.question
        or reading.orders
        or _ASKS & said
        or said & lexicon.ASKS_WHETHER_POSSIBLE
        or lexicon.ENDS_QUESTIONS.issuperset(reading.words[-1:])
        or reading.talk
        or asks_outlet
        or len(reading.content) < _LEAST_SENTENCE
    )


def _has_verb(reading: Reading) -> bool:
    """Whether it has a form that says what was done; a bare root is a keyword."""
    if reading.language == "en":
        return bool(_ENGLISH_VERB.search(reading.question))
    words = [token[0] for token in find_tokens(fold(reading.question))]
    is_long = len(words) >= _LONG
    is_headline = is_long and _is_written(reading.question)
    return any(
        (
            is_verb(word)
            or _is_spoken(word)
            or (is_headline and (is_deed(word) or word == f"{find_root(word)}i"))
            or (is_long and word in lexicon.DEEDS)
        )
        and before not in _SUBORDINATES
        and not (before in _REQUESTS and _is_spoken(word))
        for before, word in zip(("", *words), words, strict=False)
    )


def _is_spoken(word: str) -> bool:
    """Whether it is a verb as it is spoken: "nangkep", "ngumpulin", or one of saying.

    >>> _is_spoken("nuntut"), _is_spoken("nelayan")
    (True, False)
    """
    root = find_root(word)
    is_nasal = word.startswith("n") and root[:1] not in ("n", "") and not word.endswith("an")
    return word in _SAYS or (root != word and (is_nasal or word.endswith("in")))


def _is_written(question: str) -> bool:
    """Whether it is written as sentences are: with a full stop, or a capital at its beginning."""
    return question[-1:] in ".!" or (question[0].isupper() and not question.istitle())
