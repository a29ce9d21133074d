"""Words of Indonesian and English that steer how a question is understood.

All in lower case. Words of the calendar stand with the date grammar.
"""

from __future__ import annotations

from bot.model import AnswerType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that ask; they say what kind of answer is wanted and never what it is about.
QUESTION_WORDS = _words(
    "apa apakah apanya diapakan diapain siapa siapakah kapan kapankah berapa berapakah mana manakah dimana dimanakah "
    "kemana kemanakah darimana darimanakah bagaimana bagaimanakah mengapa kenapa saja ada adakah yaitu dong sih kah deh ya nih "
    "tolong sebutkan jelaskan ceritakan carikan cari bantu minta mohon kasih tahu tau tahukah "
    "rangkum ringkas info informasi nama namanya namakah yang adalah "
    "benar benarkah betul betulkah bener beneran masa masak "
    "singkatan singkatannya kepanjangan kepanjangannya artinya arti maksudnya maksud pengertian "
    "stands stand meaning kind type sort "
    "what who whom whose when where which why how many much did does do is are was were has have "
    "had been be tell me please give summarise summarize list show find there anything any"
)

# Those of them that sentences have, too.
IN_STATEMENTS = _words(
    "yang adalah ada saja benar betul type sort kind "
    "did does do is are was were has have had been be there"
)

# Words too common to be what a question is about. They stay in the search (dropping them was
# measured to hurt) but give a question no subject and a passage no proof.
FUNCTION_WORDS = _words(
    "yang di ke dari pada dalam dan atau dengan untuk oleh itu ini tersebut juga akan sudah telah "
    "sedang masih belum tidak bukan bisa dapat harus para kami kita saya dia ia mereka anda kamu "
    "nya se per agar supaya karena jika kalau bila saat ketika waktu sebagai seperti antara secara "
    "hanya lebih paling sangat sekali lagi lalu kemudian terus setelah sebelum hingga sampai sejak "
    "tentang soal mengenai terkait menurut kepada bagi tanpa serta maupun namun tetapi tapi bahwa "
    "adalah ialah merupakan menjadi jadi tiap setiap semua seluruh banyak beberapa satu suatu "
    "sebuah seorang orang hari tanggal bulan tahun sekarang nama jumlah total bu pak bapak ibu "
    "lain sama begitu apa asal berasal jenis macam isi isinya kata katanya bilang cuma dipakai pakai memakai buat "
    "kasus perkara isu pernah pas sepanjang laporan bahan utk punya cerita ceritanya kisah kisahnya "
    "mendapat didapat memberi diberi sebut disebut bernama masing mulai selama sepanjang seputar "
    "the a an of in on at to from for by with and or that this these those it its about as into "
    "over during between until since before after will would can could may should shall not no "
    "more most some all every each one you your we our they their he she his her i my am"
)

# Words that name an event without saying which: "kegiatan apa tanggal 20?" asks for the day.
EVENT_WORDS = _words(
    "terjadi kejadian peristiwa acara kegiatan berita kabar agenda event events jadwal rencana "
    "beritanya kegiatannya acaranya agendanya peristiwanya kejadiannya rekap rekapan rekapin rekapnya "
    "rangkum ringkas rangkuman rangkumin rangkumkan ringkasan ringkasin recap summary "
    "berlangsung mengadakan adakan ngadain menggelar gelar menyelenggarakan diumumkan mengumumkan "
    "umumkan announce announced announces hold held organise organised organize organized do done "
    "diadakan digelar dilaksanakan dilakukan diselenggarakan happen happened happening "
    "happens news activities activity held planned took place going"
)

# What outlets do. They say nothing of what is asked about, but ask for reports, whose days are
# those of publication.
REPORTING_WORDS = _words(
    "diberitakan memberitakan beritakan beritain pemberitaan pemberitaannya dimuat memuat "
    "terbit diterbitkan dipublikasikan dilaporkan melaporkan ditulis menulis tulis dibahas "
    "membahas bahas bahasan reported report reports published wrote writes coverage covered"
)
# What an archive does with what outlets write.
RECORDING_WORDS = _words("tercatat dicatat mencatat catatan tersimpan disimpan termuat recorded")

# Who asks about the archive itself has no words but these beside the small ones: what it is, what
# it holds, whose reports these are, and what is said of all of them.
ARCHIVE_NOUNS = _words("arsip data database koleksi archive collection")
REPORT_NOUNS = _words(
    "artikel berita kabar liputan tulisan news article articles report reports stories headline "
    "headlines info informasi update updates"
)
OUTLET_NOUNS = _words(
    "sumber media outlet outlets portal koran situs sources source newspapers publisher publishers"
)
LATEST = _words("terbaru terkini teranyar latest newest recent baru new")
REACH_WORDS = _words(
    "dari tgl thn bln terakhir terlama terbaru terkini pertama awal mulai sampai hingga sejak paling lama akhir "
    "latest newest oldest earliest last first far back go goes reach reaches update updated diperbarui"
)
KEPT_IN_ARCHIVES = _words(
    "punya dipunyai dimiliki miliki tersimpan disimpan tersedia dimuat memuat terkumpul masuk isi berisi "
    "dipakai digunakan simpan terbit diterbitkan dikumpulkan daftar di sini situ massa online "
    "kamu anda bot kalian semuanya keseluruhan seluruhnya buah available stored held used database in "
    "total s"
)

# Words that ask to compare, or for what comes in order: they are no slips.
COMPARING = _words(
    "bandingkan bandingin banding dibanding dibandingkan perbandingan perbedaan perbedaannya beda "
    "bedanya bedain bedakan persamaan persamaannya vs versus compare compared comparison difference "
    "differences linimasa kronologi kronologinya kronologis timeline chronology"
)

# Outlets that people name, whether or not an archive has anything of them.
OUTLETS = _words(
    "antara detik kompas tempo tribun tribunnews liputan6 cnn cnbc okezone sindonews sindo inews "
    "jawapos republika merdeka viva suara kumparan tirto jpnn rmol voi idntimes medcom metrotv "
    "metrotvnews tvone tvri rri kontan bisnis beritasatu mediaindonesia katadata narasi grid "
    "batampos balipost pikiranrakyat fajar rakyatmerdeka jakartapost jakartaglobe bbc reuters "
    "bloomberg kompasiana poskota harianjogja solopos"
)

# Behind these, or these and a preposition, stands an outlet; before the others, one that opens a
# question.
BEFORE_OUTLETS = _words(
    "berita beritanya media menurut versi artikel liputan laporan koran situs "
    "according report reports news"
)
BEFORE_NAMES = _words("dari di oleh from by in to")
AFTER_OUTLETS = _words(
    "tgl tanggal memberitakan beritakan beritain menulis nulis tulis melaporkan laporkan muat "
    "memuat bahas membahas kemarin kmrn reported wrote says write writes report say"
)

# What is asked for by these words is told by a text of such a form: an article that holds none
# tells no price, no theme, no winner, however much it tells of the rest.
TOLD_BY_FORM = {
    "harga biaya tarif ongkos bayar bayarnya harganya biayanya tarifnya price cost fee": r"\brp\.?\s?\d|(?:\d|ribu|juta|miliar|triliun)\s?rupiah|\busd\b|\$\s?\d|\bgratis\b|\bcuma-cuma\b|\bdipungut|\bsepeser",
    "anggaran anggarannya budget": r"\brp\.?\s?\d|(?:\d|ribu|juta|miliar|triliun)\s?rupiah|\busd\b|\$\s?\d|\banggaran|\bdana\b|\bapbn|\bbudget",
    "gaji honor upah tunjangan salary": r"\brp\.?\s?\d|\bgaji|\bhonor\b|\bhonorarium|\bupah|\btunjangan|\bsalary",
    "tema bertema bertemakan bertajuk tajuk theme slogan motto": r"\bsemangat|\btema(?:nya)?\b|\bbertema|\btajuk|\bbertajuk|\bslogan|\bmot+o\b|\btheme",
    "juara pemenang menang memenangkan dimenangkan winner champion won": r"\bjuara|\bmenang\b|\bmemenang|\bkemenang|\bpemenang|\bdimenangkan|\bwinner",
    "skor score": r"\bskor|\bgol\b|\b\d+\s?-\s?\d+\b.*\b(?:unggul|menang|kalah)|\bscore",
    "merek merk brand": r"\bmere?k(?:nya)?\b|\bbrand\b|\bbuatan\b",
    "warna warnanya color colour": r"\b(?:warna|merah|putih|biru|hijau|kuning|hitam|cokelat|coklat|oranye|ungu|abu-abu)",
    "menu menunya": r"\bmenu(?:nya)?\b|\bnasi\b|\bmakan|\bhidang|\bkuliner|\bsaji",
    "cuaca weather": r"\bcuaca|\bhujan|\bcerah|\bmendung|\bbadai|\bpanas terik",
    "telepon telp whatsapp wa hotline hp nope": r"\b(?:telepon|telp|hotline|whatsapp|wa|hp)\b|\b0\d{2,3}[- ]?\d{3,}|\+62",
    "rekening norek": r"\brekening|\bno\.? ?rek",
    "email surel": r"@\w|\bemail|\bsurel",
    "umur usia umurnya usianya age": r"\b(?:usia|berusia|umur|berumur|aged)\b|\(\d{2}\)|\b\d{1,2}[ -](?:tahun|year)",
    "persen persennya persentase persentasenya percent percentage": r"%|\bpersen|\bpercent|\bper cent",
    "luas luasnya": r"\bhekt(?:are?)?\b|\bha\b|\bmeter persegi|\bm2\b|\bm²|\bkilometer persegi|\bkm2\b",
    "istri suami istrinya suaminya anaknya wife husband": r"\bistri|\bsuami|\bpasangan|\banak|\bputr[ai]\b|\bwife|\bhusband",
}

# Who asks whether something is true states it.
ASKS_WHETHER = _words("apa apakah benar benarkah betul betulkah bener beneran iya true is it that")
TRUTH = _words("benar benarkah betul betulkah bener beneran true")
# With one of these at its end a sentence is a question.
ENDS_QUESTIONS = _words("tidak belum kan ya kah nggak ga gak gk blm bukan")
ASKS_WHETHER_POSSIBLE = _words("bisa boleh pernah can may could")
# Roots of what may have happened to somebody or something, and of what may have been done: of these
# a form says it ("ditahan"), the bare root is a keyword ("tangkap wna"). With the forms in di- and
# ter- they are what a claim says.
HAPPENINGS = _words(
    "undur mundur tewas meninggal tinggal wafat gugur mati gempa banjir longsor celaka sangka "
    "tersangka korupsi suap sogok hilang bom ledak rusuh demo mogok bebas vonis cerai nikah sakit "
    "kritis jatuh runtuh kabur bohong palsu"
)
# Of these even a question says that they happened: "kebakaran di mana".
MISFORTUNES = _words(
    "tewas wafat gugur gempa banjir longsor tsunami kebakaran celaka tersangka korupsi suap sogok "
    "ledak rusuh vonis demo mogok"
)
DEEDS = _words(
    "copot cabut pecat bakar tahan tangkap lapor tutup batal lantik ganti pindah bunuh serang hukum "
    "pidana penjara curi rampok perkosa aniaya tipu lari deportasi usir aman ringkus bekuk sita "
    "gerebek razia tolak larang cekal resmi buka"
)
# Of "kota mana" the first word only asks; of "hotel mana" it says what must be told.
ONLY_ASKS = _words(
    "negara provinsi kabupaten kab kota pulau daerah desa wilayah warga wn kewarganegaraan hari tanggal "
    "tgl tahun bulan jam pukul"
)
# Before what happened they ask for a list of it; else a "daftar" is something else.
LISTS = _words("daftar list deretan urutan kumpulan")
ASKS_WHAT = _words("apa apakah apanya what saja ngapain")
WHICH = _words("mana manakah apa apakah")

# Words that ask for a side of something named before; alone they leave open of what.
SIDE_WORDS = _words(
    "hadir datang ikut serta peserta undangan lokasi tempat alamat tema hasil tujuan alasan isi jam "
    "mulai selesai penyelenggara panitia pembicara target biaya anggaran jumlah tanggal hari waktu "
    "attended attend present place venue theme result reason purpose participants"
)

GREETINGS = _words(
    "halo hai hallo helo hello hi hey pagi siang sore malam selamat assalamualaikum assalamu alaikum "
    "waalaikumsalam salam permisi sehat kabar ping tes test makasih terima terimakasih thanks thank thx kasih "
    "oke ok okay sip mantap siap baik bot min admin kak bang mas mbak good morning evening afternoon "
    "bye dadah kabarnya p"
)

ENGLISH_WORDS = _words(
    "what who whom whose when where which why how many much did does do is are was were has have "
    "had the a an of on at to from for by with and or that this these those about during between "
    "until since before after will happened happen happening news events event last next week "
    "month year yesterday today tomorrow tell me please there any anything it its hello thanks "
    "thank you good morning show give list attended held people in as into over would could should "
    "not no more most some all every each one you your we our they their he his she her be been"
)

# Said to what was answered, and wanting nothing more.
NODS = _words(
    "ok oke okay okey oks sip siip mantap mantul siap noted baik bagus good nice great cool ya yes "
    "iya yup yoi betul keren top jos hehe haha wkwk wkwkwk paham ngerti mengerti cakep jempol "
    "alhamdulillah syukurlah amin aamiin amiin perfect awesome understood"
)
NODS_OF_TWO = (frozenset({"luar", "biasa"}), frozenset({"got", "it"}))
# What stands beside a nod or thanks without asking for anything: "siap laksanakan", "mantap jiwa".
POLITE = _words(
    "atas sangat sekali banget membantu terbantu bermanfaat berguna informatif jelas cukup wah wow "
    "laksanakan dilaksanakan komandan ndan kang neng jiwa luar biasa kembali semoga sukses selalu "
    "sehat berkah nanti dulu begitu gitu job one work it got helps helped helpful useful really again"
)

# Patterns of questions that no archive of news is asked.
ELSEWHERE = (
    # Who the bot is.
    r"\bsiapa (?:yang |yg )?(?:mem)?(?:buat|bikin|cipta(?:kan)?|bangun|program) (?:kamu|anda|bot|lu|kau)\b",
    r"\b(?:kamu|anda|kau|lu) (?:ini )?(?:siapa|robot|manusia|bot|ai|chatgpt|dibuat|punya pacar|bisa apa)\b",
    r"\b(?:siapa|apa) (?:nama|namanya) ?(?:kamu|anda|mu)\b|\bnamamu\b|\bumurmu\b|\bpacar(?:mu| kamu)\b",
    r"\b(?:who (?:made|created|built|are) you|are you (?:a |an )?(?:bot|robot|human|ai)|your name|how old are you)\b",
    r"\bhow are you\b|\b(?:udah|sudah|dah) (?:makan|tidur|mandi)\b|\blagi (?:apa|ngapain) (?:kamu|bot|min)\b",
    r"\b(?:i love you|aku (?:sayang|cinta|kangen)|aku bosan|i am bored|curhat)\b",
    # What it is not there for.
    r"\b(?:bua?t(?:kan|in)?|bikin(?:in|kan)?|tulis(?:kan|in)?|write|make|tell) (?:saya |aku |me )?(?:a |an |sebuah )?"
    r"(?:puisi|pantun|cerita|lelucon|joke|poem|story|surat|caption|lagu|song|kode|code|pidato|cerpen)\b",
    r"\b(?:resep|cara (?:masak|memasak|bikin|membuat) (?:kue|nasi|kopi|teh|rendang|ayam|mie))\b|\brecipe\b",
    r"\b(?:terjemahkan|terjemahin|translate)\b|\bbahasa (?:inggris|arab|jepang|mandarin)(?:nya)?\b.*\bapa\b",
    r"^(?:bagaimana |gimana |gmn |prakiraan |ramalan )?cuaca\b|\bweather\b|\bhujan (?:ga|gak|nggak|tidak)\b",
    r"\b(?:jam|pukul) berapa (?:sekarang|ini)\b|\bsekarang (?:jam|pukul) berapa\b|\bwhat time is it\b",
    r"^(?:hari|tanggal|tgl) (?:ini )?(?:apa|berapa) (?:sekarang|ini|hari ini)?\s*\??$",
    r"\b(?:kurs|nilai tukar) (?:dolar|dollar|rupiah|euro|usd)\b|\bharga (?:emas|bitcoin|saham|bensin|beras)\b|\bexchange rate\b",
    r"\b(?:zodiak|shio|ramalan bintang|horoscope|primbon|togel|lirik)\b",
    r"\bskor (?:bola|timnas|pertandingan)\b|\bjadwal (?:bola|liga|film|bioskop)\b",
    # General knowledge.
    r"\bibu ?kota (?!nusantara|dari|kab|prov|kec)(?:negara )?[a-z ]{3,20}\s*(?:apa|apakah|di mana|dimana|itu apa|nya apa)\b",
    r"\b(?:apa|apakah) (?:nama )?ibu ?kota(?:nya)? (?!nusantara|dari|kab|prov|kec)[a-z]+|\b(?:what is )?the capital (?:city )?of\b",
    r"\bpenemu (?:telepon|lampu|listrik|pesawat|mesin uap|radio|komputer|internet|bola)\b|\bwho invented\b",
    r"\b(?:rumus|luas (?:lingkaran|segitiga|persegi)|akar (?:kuadrat|dari)|square root)\b",
    r"\b(?:planet|gunung|sungai|hewan|negara|benua|samudra|ocean|mountain|river|animal) (?:apa )?(?:yang )?ter(?:besar|tinggi|panjang|kecil|cepat|luas)\b",
    r"\b(?:tallest|longest|largest|biggest|fastest) (?:mountain|river|country|animal|planet|ocean)\b",
    r"\bberapa (?:jumlah )?(?:planet|provinsi|benua)\b(?: di (?:dunia|indonesia|tata surya))|\bjarak (?:bumi|matahari|bulan)\b",
    r"\b(?:arti|makna) mimpi\b|\bmenurutmu\b|\bmenurut kamu\b|\bwhat do you think\b",
)

ABOUT_THE_BOT = _words("kamu anda bantu bantuan help robot kenalan you")

THANKS = _words(
    "makasih makasi mksh mks maksih trims tks terimakasih trimakasih thanks thank thx tq tengkyu "
    "suwun nuwun nuhun haturnuhun"
)
THANKED_FOR = _words(
    "info infonya informasi informasinya bantuan bantuannya jawaban jawabannya penjelasan "
    "penjelasannya help lot much very so u"
)

# Forms of address and fillers of a chat; they are never what a question is about.
FILLERS = _words(
    "bos boss pak bu bapak ibu kak kakak bang mas mbak min admin bot gan sis om tante "
    "wkwk wkwkwk hehe haha dong deh sih kok lho loh nah eh oh ya yah iya penting terbaru terkini "
    "lengkap headline dokumentasi artikel liputan mengenai ttg pls please kindly "
    "gaes gais gays cuy lah rame ramai seru heboh "
    "bro sist sob bray pakai pake bakal emang memang kira kiranya ngga gitu gini kek tuh guys "
    "monggo punten izin ijin tanya nanya bertanya mau pengen ingin butuh perlu mohon infonya "
    "indonesian persen persennya percent already didnt doesnt dont isnt wasnt let also just still ever yet "
    "such other another since else both silakan silahkan dimohon maaf sorry whats hows wheres thanks does did got gets get now "
    "sebenarnya sebenernya tepatnya persisnya kok ko yaa yaaa ga gk nggak enggak engga doang aja"
)

# What makes another office of an office: neither stands for the other.
QUALIFIERS = _words(
    "wakil deputi mantan eks plt plh pj pjs calon deputy vice acting former interim"
)

# A word with which the name of a body begins: who asks what it did is not told by what others did.
BODIES = _words(
    "kejaksaan kejati kejari kejagung polda polres polresta polrestabes polsek polri kepolisian "
    "bareskrim tni kodim korem kodam lanal lanud bnn bnnp bnnk kpk bpk ombudsman komnas mahkamah "
    "pengadilan dpr dprd mpr dpd kpu bawaslu universitas politeknik institut bank pmi rsud "
    "lapas rutan rudenim bapas kbri kjri unhcr iom interpol pln pertamina telkom garuda basarnas "
    "ugm ui itb unair undip unhas ub its uny uin unud undana ipb ut unnes unsoed uii unpad unsri unej unram unsrat unmul untan usu upi uns bpbd bmkg bkkbn bpjs kadin baznas pramuka karantina bea"
)

# Offices of which there is a deputy: "gubernur" is not the "wakil gubernur".
OFFICES = _words("gubernur bupati presiden menteri ketua direktur walikota rektor camat kapolri")

# By which words a question is told to be in another language than Indonesian.
LANGUAGE_WORDS = {"en": ENGLISH_WORDS}
# Languages of whose words simplemma has lists: what one of them holds is no slip of the thumb.
WORD_LISTS = ("id", "en")

# What the bot itself knows is no slip, either.
KNOWN = frozenset().union(
    QUESTION_WORDS, FUNCTION_WORDS, EVENT_WORDS, WHICH, SIDE_WORDS, GREETINGS,
    ENGLISH_WORDS, ABOUT_THE_BOT, THANKS, FILLERS, OFFICES, REPORTING_WORDS, RECORDING_WORDS, OUTLETS,
    ARCHIVE_NOUNS, REPORT_NOUNS, OUTLET_NOUNS, LATEST, REACH_WORDS, KEPT_IN_ARCHIVES, COMPARING,
)  # fmt: skip

# What the answer must hold, by the words that ask for it; the first that fits counts.
ANSWER_TYPES: tuple[tuple[tuple[str, ...], AnswerType], ...] = tuple(
    (tuple(cue.split()), answer_type)
    for answer_type, cues in (
        (
            AnswerType.DATE,
            "tanggal berapa, tanggal berapakah, tgl berapa, hari apa, hari apakah, tahun berapa, "
            "tahun berapakah, bulan apa, bulan apakah, what date, what day, kapan, kapankah, when",
        ),
        (
            AnswerType.TIME,
            "jam berapa, jam berapakah, pukul berapa, pukul berapakah, what time, which hour",
        ),
        (AnswerType.NUMBER, "how many, how much, berapa, berapakah"),
        (AnswerType.NAME, "siapa, siapakah, who, whom"),
        (
            AnswerType.COUNTRY,
            "negara mana, negara manakah, negara apa, negara apa saja, negara mana saja, "
            "warga negara mana, warga negara apa, wn mana, wn apa, kewarganegaraan apa, "
            "kewarganegaraan mana, kewarganegaraannya, negaranya, asal negaranya, asal mana, asalnya mana, "
            "which country, which countries, what country, what nationality, what nationalities, "
            "nationality, come from, came from, they from, them from, people from",
        ),
        (
            AnswerType.PLACE,
            "di mana, ke mana, dimana, kemana, di manakah, ke manakah, dari mana, dari manakah, "
            "dimanakah, kemanakah, darimana, darimanakah",
        ),
        *(
            (AnswerType.PLACE, f"{place} mana, {place} manakah, {place} apa, {place} apakah")
            for place in (
                "provinsi",
                "kabupaten",
                "kab",
                "kota",
                "pulau",
                "daerah",
                "desa",
                "kanim",
                "bandara",
                "pelabuhan",
                "gedung",
                "hotel",
                "kantor",
                "wilayah",
            )
        ),
        (AnswerType.PLACE, "where, lokasinya, tempatnya, letaknya, alamatnya"),
        (AnswerType.DATE, "tanggalnya, harinya, tglnya, waktunya"),
        (AnswerType.TIME, "jamnya, pukulnya"),
        (AnswerType.NUMBER, "jumlahnya, totalnya, banyaknya"),
        (
            AnswerType.REASON,
            "mengapa, mengapakah, kenapa, kenapakah, apa alasan, apa alasannya, alasannya apa, "
            "apa sebab, apa sebabnya, apa penyebab, gara gara apa, karena apa, why, what reason, "
            "alasannya, penyebabnya, sebabnya",
        ),
        (AnswerType.LIST, "apa saja, mana saja, which"),
    )
    for cue in cues.split(", ")
)

# What a question that ends with one of these words asks for.
LAST_WORDS = {
    "lokasi": AnswerType.PLACE, "tempat": AnswerType.PLACE, "venue": AnswerType.PLACE,
    "location": AnswerType.PLACE, "jumlah": AnswerType.NUMBER, "total": AnswerType.NUMBER,
    "alasan": AnswerType.REASON, "penyebab": AnswerType.REASON, "jam": AnswerType.TIME,
}  # fmt: skip

# How a question begins that goes on from the one before.
CONTINUATIONS = (
    "kalau", "kalo", "klo", "kl", "terus", "trus", "lalu", "bagaimana dengan", "gimana dengan",
    "gmn dgn", "selain itu", "yang", "yg", "nah kalau", "what about", "how about", "and", "then",
    "and what about", "the one", "those", "dan", "sedangkan", "gimana kalau", "bagaimana kalau",
    "gimana kalo", "tapi kalau", "nah kalo",
)  # fmt: skip

# What points to something that was named, or shown, before.
POINTING = _words(
    "itu tersebut tadi dia mereka ia beliau situ sana disana disitu sini they them their it its "
    "there he she his her that those these this one"
)

# Those of them that stand for one person, and what is asked of one.
PERSONS = _words("dia ia beliau he she him his")
PERSONAL = _words(
    "umurnya usianya jabatannya istrinya suaminya anaknya pangkatnya kariernya karirnya gelarnya "
    "namanya profilnya"
)
# Who asks what somebody said names that by words that reports have in many others.
SAYING = _words(
    "bicara berbicara ngomong mengatakan katakan menyampaikan sampaikan disampaikan menyebut ujar "
    "ujarnya komentar komentarnya tanggapan tanggapannya pendapat pendapatnya menjelaskan jelasin "
    "pernyataan pernyataannya pesan pesannya berpesan say said talk talked comment statement"
)
# Who asks for those who were there asks for persons.
PRESENCE = _words(
    "hadir menghadiri dihadiri datang ikut hadirin undangan tamu peserta hadirnya attended attend "
    "present came"
)

# Behind these stands a topic: "yang soal paspor".
BEFORE_TOPICS = _words("soal tentang mengenai ttg terkait about regarding")

# What a question says at its end of what the answer is for: "buat bahan pimpinan".
# Who wants something sent, or written: what comes behind is its matter.
_TO_ORDER = (
    r"^(?:(?:tolong|mohon|minta|coba|dong|bisa|bantu|please|can you|could you|kamu|bot|min)\W+)*"
    r"(?:(?:buat|bikin|tulis|susun|siap|kirim|sajikan|rancang|rangkai|olah)(?:kan|in)?|"
    r"write|draft|make|prepare|compose|send|create|generate)\s+(?:(?:me|us|saya|kami|dulu|dong|a|an|the|"
    r"sebuah|satu|suatu)\s+)*"
)
_OF_TOPIC = r"\b\s*(?:(?:tentang|soal|mengenai|terkait|about|on|of)\b)?(?=\W*\w)"
ORDERS_REPORT = (
    rf"{_TO_ORDER}(?:ringkasan|rangkuman|resume|laporan|berita|artikel|kutipan|news|reports?|summary|"
    rf"articles?|quotes?){_OF_TOPIC}"
)
ORDERS_TEXT = (
    rf"{_TO_ORDER}(?:draf\w*\s+)?(?:siaran pers|press release|pers rilis|rilis(?: pers)?|naskah|pidato|"
    r"sambutan|caption|konten|postingan|posting|notulen|ucapan|undangan|surat|poster|slide|presentasi|"
    rf"pantun|puisi|speech|story|statement|letter|post|poem){_OF_TOPIC}"
)
PURPOSE = (
    r"[\s,;.]+(?:buat|untuk|utk|bwt|for)\s+(?:jadi\s+)?(?:bahan|laporan|paparan|rapat|rakor|rilis|pimpinan|atasan|"
    r"bos|menteri|pak|bapak|ibu|bu|briefing|konten|caption|presentasi|slide|arsip|dilaporkan|disampaikan|a report|"
    r"the (?:boss|minister|meeting|report))\b[^?]*(?=\??$)"
)

# What asks for the next page, for the whole article, and for where it stands.
MORE = frozenset((
    "terus", "trus", "lanjut", "lanjutkan", "lanjutin", "lanjutannya", "lagi", "ada lagi",
    "yang lain", "yang lainnya", "lainnya", "ada yang lain", "selanjutnya", "berikutnya", "next",
    "more", "any more", "anything else", "what else", "apa lagi", "terus apa", "terus apa lagi",
    "go on", "tampilkan lagi", "halaman berikutnya",
))  # fmt: skip
WHOLE = frozenset((
    "lengkapnya", "selengkapnya", "lengkap", "yang lengkap", "isi lengkapnya", "detailnya",
    "detail", "lebih lengkap", "lebih detail", "lebih rinci", "rinciannya", "artikelnya",
    "artikel lengkapnya", "berita lengkapnya", "beritanya lengkap", "isi beritanya", "isinya",
    "baca selengkapnya", "the whole article", "whole article", "full article", "the full article",
    "details", "more details", "full story", "the full story", "kirim artikel", "buka artikel",
    "baca artikel", "lihat artikel", "baca semua", "bacakan semua", "lengkapnya bagaimana",
))  # fmt: skip
SOURCE = frozenset((
    "sumbernya", "sumber", "sumbernya mana", "sumbernya apa", "sumbernya dari mana", "linknya",
    "link", "link nya", "linknya mana", "mana linknya", "mana sumbernya", "apa sumbernya",
    "dari mana", "dari media mana", "media mana", "sumbernya media apa", "url", "urlnya",
    "alamatnya link", "siapa yang memberitakan", "siapa yang beritakan", "source", "the source",
    "artikelnya mana", "mana artikelnya", "beritanya mana", "mana beritanya", "sumber beritanya",
    "sumber beritanya mana", "sumber beritanya dari mana", "what is the source", "where is the source", "source please", "the link", "which outlet",
))  # fmt: skip

# Who asks for more of an answer says one word of the first table, or of the second, and else only
# words that say how it is to come: "kirim artikelnya full", "ada lagi kutipan lain?"
MORE_WORDS = _words(
    "terus trus lanjut lanjutkan lanjutin lanjutannya lagi lain lainnya selain selanjutnya "
    "berikutnya next more else other others another"
)
WHOLE_WORDS = _words(
    "lengkap lengkapnya selengkapnya full fullnya utuh utuhnya penuh komplit komplet komplitnya "
    "keseluruhan keseluruhannya seluruhnya detail detailnya detil detilnya rinci rincian rinciannya "
    "artikelnya isinya naskahnya whole entire complete details"
)
SOURCE_WORDS = _words("sumbernya link linknya url urlnya tautan tautannya source sources")
REPORTS_SHOWN = _words(
    "berita beritanya artikel artikelnya teks teksnya isi isinya naskah naskahnya tulisan tulisannya "
    "versi versinya cerita ceritanya kutipan kutipannya pernyataan ucapan hasil hasilnya kabar "
    "text version story news quote quotes report reports article articles"
)
HAPPENINGS_SHOWN = _words(
    "kegiatan acara peristiwa kejadian agenda events happened sumber media halaman page"
)
ASKED_TO_SHOW = _words(
    "kirim kirimkan kirimin kirimi kasih kasi beri berikan minta mau ingin lihat liat tampilkan "
    "tampilin baca bacakan bacain buka bukakan bukain share bagikan tolong coba bisa boleh saya dalam "
    "secara yang lebih itu ini tadi tersebut nya dari di untuk ke aja saja send give show read open see "
    "want can could you me i please get need like the a of it this that to"
)
ANY_MORE = _words("ada adakah apa apakah any anything some what are is there on go s whats")

# What may stand before the number of a line that is to be opened.
BEFORE_LINES = _words("nomor no nmr nmer number yang yg buka open baca read show lihat")

# Short forms of places, of which no other table speaks.
PLACE_ABBREVIATIONS: dict[str, str] = {
    "NTT": "Nusa Tenggara Timur", "NTB": "Nusa Tenggara Barat",
    "Jabar": "Jawa Barat", "Jateng": "Jawa Tengah", "Jatim": "Jawa Timur",
    "Sumut": "Sumatera Utara", "Sumbar": "Sumatera Barat", "Sumsel": "Sumatera Selatan",
    "Kepri": "Kepulauan Riau", "Babel": "Bangka Belitung", "Kalbar": "Kalimantan Barat",
    "Kalteng": "Kalimantan Tengah", "Kalsel": "Kalimantan Selatan", "Kaltim": "Kalimantan Timur",
    "Kaltara": "Kalimantan Utara", "Sulut": "Sulawesi Utara", "Sulteng": "Sulawesi Tengah",
    "Sulsel": "Sulawesi Selatan", "Sultra": "Sulawesi Tenggara", "Sulbar": "Sulawesi Barat",
    "Malut": "Maluku Utara", "Soetta": "Soekarno-Hatta", "DIY": "Daerah Istimewa Yogyakarta",
}  # fmt: skip

# English verbs whose past is no form with an ending.
IRREGULAR_ENGLISH = {
    past: base
    for base, pasts in {
        "begin": "began begun", "break": "broke broken", "bring": "brought", "build": "built",
        "buy": "bought", "catch": "caught", "choose": "chose chosen", "come": "came",
        "cut": "cut", "drive": "drove driven", "fall": "fell fallen", "fight": "fought",
        "find": "found", "flee": "fled", "fly": "flew flown", "give": "gave given",
        "go": "went gone", "hide": "hid hidden", "hold": "held", "keep": "kept", "know": "knew known",
        "lead": "led", "leave": "left", "lose": "lost", "make": "made", "meet": "met", "pay": "paid",
        "run": "ran", "say": "said", "see": "saw seen", "seek": "sought", "sell": "sold",
        "send": "sent", "shoot": "shot", "sing": "sang sung", "speak": "spoke spoken",
        "spend": "spent", "stand": "stood", "steal": "stole stolen", "swear": "swore sworn",
        "take": "took taken", "teach": "taught", "tell": "told", "think": "thought",
        "win": "won", "write": "wrote written", "person": "people", "child": "children",
        "man": "men", "woman": "women", "wife": "wives", "life": "lives",
    }.items()
    for past in pasts.split()
}  # fmt: skip

# English words of the glossary that Indonesian has, too, with a meaning of its own.
INDONESIAN_TOO = _words("ban total region bus slogan program unit target")
