"""What a claim says happened, and whom and what it names: its words by their part in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from bot.model import Query, Term
from bot.query import lexicon
from bot.query.names import OFFICES, TITLES, find_names
from bot.text.figures import find_figures
from bot.text.roots import find_root, is_word
from bot.text.tables import read_table, words_of
from bot.text.verbs import is_verb

# These only lead to what happened: "mengumumkan", "mulai", "berhasil".
_LIGHT = words_of(
    "kata ujar tutur sebut ungkap jelas tegas terang nyata sampai~ umum kabar berita hasil akan mulai ada~ "
    "gelar laksana laku selenggara lapor~ duga coba lanjut ikut~ jadi~ jadi tengah dapat~ alami siap rencana"
)
_LEADING = words_of("ada~ gelar laksana laku selenggara umum")
# Whoever may have done it, or something was done to.
_WHO = words_of(
    "imigrasi kantor kanim kementerian menteri kemenimipas kemenkumham ditjen dirjen direktorat jenderal kanwil wilayah "
    "petugas pejabat pegawai warga wna wni orang asing masyarakat pemerintah pemkot pemkab pemprov kota kabupaten "
    "kepala wakil gubernur bupati wali walikota presiden ketua direktur polisi tni minister immigration ministry "
    "office officer official officers officials government mayor governor president ibu bapak pak bu pihak seorang sejumlah"
)
# Words that make another claim of a claim: without them it was not reported.
_STRICT = words_of(
    "gratis palsu wajib semua seluruh selamanya permanen batal hoaks tanpa perdana pertama ganda seumur "
    "free fake mandatory permanent"
)
# Roots of what is told of nobody and nothing to whom it did not happen: where such a word of a claim
# does not stand, nothing else makes up for it.
_GRAVE = (lexicon.DEEDS | lexicon.HAPPENINGS | lexicon.MISFORTUNES) - words_of(
    "aman buka resmi lapor jatuh lari usir deportasi tolak pindah"
) | words_of(
    "tolak tembak gugat roboh ambruk hanyut tenggelam karam positif keroyok culik sandera gagal pungli ricuh "
    "bentrok jual beli musnah kobong teror selingkuh mesum judi overdosis gusur bangkrut pailit fitnah racun "
    "lumpuh boikot protes batal cabut mutasi pilih cuti marah libur promosi"
)
# These are grave as forms of verbs alone: "Kementerian Hukum", "rumah sakit".
_GRAVE_IF_DONE = words_of("hukum pidana serang tangkap tahan tinggal bakar sangka")
_WHEN = words_of(
    "sebanyak sejumlah berjumlah sekitar mencapai total jumlah kini katanya konon alhamdulillah innalillahi "
    "sehari seminggu sebulan setahun kemarin besok lusa pagi siang sore malam dini barusan mendatang "
    "yesterday today tomorrow week month year day"
)
# What is said of anything, and of nothing alone.
_LITTLE = words_of(
    "gara gara2 sisa sisanya lainnya awal kena thn umur usia berusia bareng bersama bersamaan kab kabupaten s d sd "
    "normal normalnya doang aja banget bgt gitu lho loh kok guys gaes ternyata rupanya akhirnya salah seorang "
    "langsung baru resmi lewat melalui dengar antara antaranya masing puluh ratus belas jam pukul dkk dll dsb "
    "acara kegiatan info kabar pihak jumlahnya totalnya sebesar senilai nilai bernilai kurang hampir nyaris "
    "sama para warga2 orang2 ibu2 bapak2 katanya tempat tempatnya lokasi lokasinya gus kang neng ortu keren mantap "
    "viral heboh alhamdulillah itself them new according"
)
_MULTIPLES = words_of(
    "ribu juta miliar milyar triliun rb jt puluh ratus thousand million hundred billion"
)


class ClaimParts(NamedTuple):
    """The terms of a claim by their part in it.

    Attributes:
        deed: The first word of what happened; None where it only names something.
        verbs: The further forms of verbs.
        strict: What makes it another claim where it does not stand: "gratis".
        grave: What must stand beside what is told, the deed itself among them: "ditembak".
        bodies: Institutions, whose name must stand.
        rest: All that it can be about beside the deed, places and figures apart.
        things: Those of them that are said of whoever is named, and name nobody themselves.
    """

    deed: Term | None
    verbs: tuple[Term, ...]
    strict: tuple[Term, ...]
    grave: tuple[Term, ...]
    bodies: tuple[Term, ...]
    rest: tuple[Term, ...]
    things: tuple[Term, ...]


def part_claim(query: Query) -> ClaimParts:
    """The terms of a claim, read by itself, by their part in it."""
    terms = [term for term in query.terms if _counts(term, query)]
    deed = _find_deed(terms, query)
    others = [term for term in terms if term is not deed and not _is_light(term)]
    verbs = tuple(term for term in others if is_verb(term.word))
    bodies = tuple(term for term in others if term in query.bodies)
    strict = tuple(t for t in query.terms if t.word in _STRICT and t is not deed)
    grave = tuple(t for t in query.terms if _is_grave(t, query))
    things = tuple(_things(others, deed, query))
    return ClaimParts(deed, verbs, strict, grave, bodies, tuple(others), things)


def ways_to_say(term: Term) -> tuple[tuple[str, ...], ...]:
    """Sequences of stems that say what happened: its own, those alike, those of one deed."""
    own = ((term.text,), *term.alternatives, *term.synonyms)
    alike = ((other,) for way in own if len(way) == 1 for other in _alike().get(way[0], ()))
    return tuple(dict.fromkeys((*own, *alike)))


@cache
def _alike() -> Mapping[str, tuple[str, ...]]:
    """By each root, those that report the same deed."""
    found = defaultdict[str, list[str]](list)
    for head, others in read_table("bot.query", "deeds.txt").items():
        row = [find_root(word.strip()) for word in (head, *others.split("/"))]
        for root in row:
            found[root] += (other for other in row if other != root)
    return {root: tuple(dict.fromkeys(others)) for root, others in found.items()}


def _things(others: Sequence[Term], deed: Term | None, query: Query) -> Iterator[Term]:
    """Those that say something of whoever is named before the deed, and name nobody themselves.

    An office is said of somebody where it stands behind the name: "… jadi calon gubernur".
    """
    named = {word for name in find_names(query.question)[:1] for word in name.words}
    order = {term.text: at for at, term in enumerate(query.terms)}
    last = max((order[term.text] for term in others if term.word in named), default=-1)
    if deed and deed.word != deed.text and order[deed.text] < last:
        last = -1
    for term in others:
        names = term.word in named or _is_name(term, query) or term in query.bodies
        is_office = bool({term.word, term.text} & (OFFICES | lexicon.OFFICES)) and last >= 0
        if order[term.text] > last and not names and (is_office or not _is_who(term)):
            yield term


def _counts(term: Term, query: Query) -> bool:
    """Whether it can be held or not: neither a figure, which is compared, nor a place."""
    small = term.word.removesuffix("nya") in lexicon.FUNCTION_WORDS and not _is_done(term)
    is_small = small or term.word in _WHEN or term.word in _LITTLE
    if not (term.content or _is_done(term)) or is_small or term.text.isdecimal():
        return False
    if find_figures(f"{term.word} x") or term.word in _MULTIPLES:
        return False
    named = {part for place in query.places for part in place.surface.split()}
    return not named.issuperset(term.word.split())


def _is_done(term: Term) -> bool:
    """Whether it says what was done, though it may ask for reports: "dilaporkan", "memakai"."""
    if term.word in lexicon.EVENT_WORDS or not is_verb(term.word):
        return False
    was_done = term.text in lexicon.DEEDS and term.word.startswith("di")
    return was_done or (term.word in lexicon.FUNCTION_WORDS and term.text in _alike())


def _find_deed(terms: Sequence[Term], query: Query) -> Term | None:
    """The first word of what happened: a verb, what a light verb leads to, or a bare root.

    Behind "menggelar" and before "digelar" stands a noun that says what happened.
    """
    nouns: list[Term] = []
    leads = False
    for term in query.terms:
        if _is_leading(term):
            if nouns and term.word.startswith("di"):
                return nouns[0]
            leads = True
        elif term in terms and not _is_light(term):
            is_noun = not (_is_who(term) or _is_name(term, query))
            if is_verb(term.word) or (leads and is_noun) or _is_english_verb(term, query):
                return term
            if is_noun:
                nouns.append(term)
    told = (term for term in terms if term.text in lexicon.HAPPENINGS | lexicon.DEEDS)
    return next(told, None) or next(iter(nouns), None)


def _is_leading(term: Term) -> bool:
    return term.text in _LEADING and (is_verb(term.word) or term.word in lexicon.EVENT_WORDS)


def _is_light(term: Term) -> bool:
    return term.text in _LIGHT and (is_verb(term.word) or term.word == term.text)


def _is_who(term: Term) -> bool:
    short = {way[0] for way in term.alternatives if way[0] in OFFICES}
    return bool(
        short or {*term.word.split(), term.text} & (_WHO | OFFICES | TITLES | lexicon.OFFICES)
    )


def _is_english_verb(term: Term, query: Query) -> bool:
    if query.language != "en":
        return False
    return any(is_deed(root) for way in term.alternatives[:1] for root in way[:1])


def is_deed(root: str) -> bool:
    """Whether something of this root can be done, or happens.

    >>> is_deed("tangkap"), is_deed("paspor")
    (True, False)
    """
    return root in lexicon.HAPPENINGS | lexicon.DEEDS or root in _alike()


def _is_grave(term: Term, query: Query) -> bool:
    """Whether it says a grave thing; an English word by what Indonesians say first for it."""
    ways = term.alternatives[:1] if query.language == "en" else ()
    roots = {term.text, *(way[0] for way in ways if len(way) == 1)}
    if term.text == "lapor":
        return term.word.startswith("di") and _is_done(term)
    if not (term.content or _is_done(term)) or not roots & _GRAVE:
        return False
    if term.text == "tinggal":
        return term.word.startswith("meninggal") and term.word != "meninggalkan"
    return term.word != term.text or term.text not in _GRAVE_IF_DONE


def _is_name(term: Term, query: Query) -> bool:
    """Whether it is of a name, or no dictionary has it in a text that has no capitals."""
    named = {word for name in find_names(query.question) for word in name.words}
    typed = {word for word, meant in query.corrections.items() if meant == term.word}
    if named & {term.word, *typed}:
        return True
    if term.alternatives or term.synonyms or not term.word.isalpha() or term.word in lexicon.KNOWN:
        return False
    return query.question.islower() and query.language == "id" and not is_word(term.word)
