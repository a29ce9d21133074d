"""Datelines: "KUPANG, iNewsBelu.id -" and its kin, with which a body begins.

A dateline is part of the body and stays where it is; here it is only read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A hyphen counts only before a space: "Soekarno-Hatta" and "ke-76" hold none.
_DASH = r"(?: ?(?:--|[–—]|\|\|?)| ?-(?=\s))"
_CITY = r"(?:[A-Z][\w'’/-]*\.?(?: [A-Z][\w'’/-]*\.?){0,3}?)"
_HOST = r"(?:[\w-]+(?:\.[\w-]+)*\.(?:com|co\.id|id|net|tv|org|COM|CO\.ID|ID|NET|TV))"
_NAME = r"(?:[A-Z]\w*(?: [A-Z]\w*){0,3})"
_DAY = r"\d{1,2} [A-Za-z]{3,9} \d{4}"
_FORMS = (
    # DILI, 07 september 2024 (TATOLI)– ; Palu, 26 Januari 2025 --
    rf"(?P<city1>{_CITY}), (?P<day>{_DAY})(?: ?\((?P<outlet1>[^)]{{2,30}})\))?{_DASH}",
    # Liputan6.com, Jakarta - ; TRIBUNNEWSSULTRA.COM, KENDARI —
    rf"(?P<outlet2>{_HOST}), ?(?P<city2>{_CITY}){_DASH}",
    # HALLONEWS.COM– ; TERASBATAM.ID —
    rf"(?P<outlet3>{_HOST}){_DASH}",
    # Jakarta (ANTARA) - ; Palu(Kemenag Sulteng) -
    rf"(?P<city4>{_CITY}) ?\((?P<outlet4>[^)\d]{{2,30}})\){_DASH}",
    # KUPANG, iNewsBelu.id - ; KUPANG,iNewsTTU.id- ; PALU, MERCUSUAR – ; JAKARTA,PG.COM :
    rf"(?P<city5>{_CITY}) ?[,|] ?(?P<outlet5>{_HOST}(?={_DASH}| :)|{_NAME}(?={_DASH}))(?:{_DASH}| :)",
    # JAKARTA contoh.id, Hari Bhakti …
    rf"(?P<city6>[A-Z]{{3,}}(?: [A-Z]{{3,}}){{0,2}}) (?P<outlet6>{_HOST}),",
    # JAKARTA, – ; KAB. SEMARANG | ; JOGJA— ; Kupang -
    rf"(?P<city7>{_CITY}),?{_DASH}",
)
_DATELINE = re.compile(rf"(?:{'|'.join(_FORMS)})")
# A dateline may stand in a line of its own: "Medan, MISTAR.ID".
_ALONE = re.compile(
    rf"(?:{_CITY}, ?(?:{_HOST}|{_NAME})|{_NAME}, {_CITY}){_DASH}?|{_CITY}(?: ?[–—]| ?--?)"
)
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline names.

    Attributes:
        text: As it stands, dash included.
        outlet: The outlet or agency in it, where it names one.
        day: The date in it, as written.
    """

    text: str
    city: str = ""
    outlet: str | None = None
    day: str | None = None

    @property
    def is_host(self) -> bool:
        """Whether the outlet is written as a site, such as iNewsBelu.id."""
        return bool(self.outlet and re.fullmatch(_HOST, self.outlet))


def find_dateline(line: str) -> Dateline | None:
    """The dateline that ``line`` begins with.

    >>> found = find_dateline("KUPANG, iNewsBelu.id - Segala persiapan telah selesai.")
    >>> found.city, found.outlet
    ('KUPANG', 'iNewsBelu.id')
    >>> find_dateline("Jakarta (ANTARA) - Paspor kini lebih cepat.").outlet
    'ANTARA'
    >>> find_dateline("Kepala kantor hadir - juga wakilnya.") is None
    True
    """
    match = _DATELINE.match(line[:LONGEST])
    if not match:
        return None
    found = {key.rstrip("1234567"): value for key, value in match.groupdict().items() if value}
    return Dateline(match[0], found.get("city", ""), found.get("outlet"), found.get("day"))


def is_dateline(line: str) -> bool:
    """Whether ``line`` is a dateline and nothing else.

    >>> is_dateline("Medan, MISTAR.ID"), is_dateline("Jakarta, CNN Indonesia --")
    (True, True)
    >>> is_dateline("Atambua -")
    True
    >>> is_dateline("Kemenimipas Gelar Bakti Sosial")
    False
    """
    if len(line) > LONGEST or not _ALONE.fullmatch(line):
        return False
    ends = line.rstrip().endswith(("-", "–", "—"))
    return ends or re.search(_HOST, line) is not None or line.count(" ") == 1
