"""Rules for what a site tells its readers beside the body: sharing, comments, notes, menus."""

from __future__ import annotations

from bot.importer.boilerplate.rule import BoilerplateRule, RuleKind

# Where somebody is quoted, an invitation is news: "Ikuti saluran kami, kata kepala kantor.".
_UNQUOTED = r"(?!.*\b(?:kata|ujar|tutur|jelas|ungkap|imbau|ucap|sebut)(?:nya)?\b)"
_CHANNEL = (
    r"(?:google news|whats?app|wa channel|telegram|instagram|tiktok|klik (?:di ?)?sini|"
    r"akun|di ?sini|ponselmu|newsletter|breaking news)"
)
_SITE = (
    r"(?:facebook|twitter|x|whatsapp|telegram|line|linkedin|email|pinterest|instagram|tiktok|"
    r"youtube|threads)"
)

SITE_RULES = (
    BoilerplateRule(
        "advertisement",
        (
            r"advertise?ments?(?:\W+scroll to .*)?",
            r"iklan|pariwara|banner|sponsored(?: content)?|close ads?(?: x)?",
            r"scroll (?:to|untuk|ke bawah)\b.*|gulir ke bawah\b.*",
            r"lanjut(?:kan)? (?:membaca|ke konten)\b.*|buka konten ini",
            r"baca berita (?:dengan sedikit|tanpa) iklan\b.*",
            r"konten sponsor\b.*",
            r"get \w+ app\b.*",
        ),
        (
            "ADVERTISEMENT",
            "Advertisement . Scroll to see content",
            "SCROLL TO CONTINUE WITH CONTENT",
            "Gulir ke bawah untuk melanjutkan",
            "Baca berita tanpa iklan. Gabung sekarang",
            "Konten sponsor ini dibuat pihak ketiga, bukan redaksi.",
        ),
        (
            "Iklan layanan masyarakat itu diputar di bandara.",
            "Banner ucapan selamat dipasang di halaman kantor.",
        ),
    ),
    BoilerplateRule(
        "share or follow line",
        (
            rf"(?:bagikan|share|sebarkan|tweet)(?: (?:berita |artikel )?(?:ini|this))?\s*:?\s*(?:{_SITE}[\s|,/]*)*",
            rf"(?:salin|copy) (?:tautan|link|url)|{_SITE}(?:[\s|,/]+{_SITE})*",
            rf"(?:follow|ikuti|gabung|dapatkan|cek|simak)\b{_UNQUOTED}.*\b(?:instagram|tiktok|google news|channel)\b.*",
            rf"(?:ikuti|gabung|dapatkan)\b{_UNQUOTED}.*\b(?:saluran|kanal|media sosial|grup) (?:whatsapp|kami)\b.*",
            r"(?:follow us|ikuti kami)\b.*|follow (?:\w+ )?(?:instagram|tiktok|twitter)\b.*",
            rf"(?:dapatkan|simak|ikuti|baca|cek|silakan|yuk|mari|follow|gabung)\b{_UNQUOTED}[^.]*"
            rf"\b(?:update|berita|artikel|informasi|info|konten|news|kabar|diskusi)\b.*\b{_CHANNEL}\b.*",
            rf"(?:follow|ikuti|gabung)\b{_UNQUOTED}[^.]*\b(?:channel|saluran|kanal|grup)\b[^.]*\b{_CHANNEL}\b[^.]*",
            rf"(?:follow|ikuti|gabung|join)(?: (?:whats?app|wa))?(?: channel| {_SITE}| saluran)*",
            r"(?:berita|artikel) ini (?:telah|sudah|pernah) (?:tayang|terbit|dimuat|dipublikasikan)\b.*",
            r"share this(?: \w+)?:?|like this:?|like loading.*|click to share on .*|opens in new window",
            r"url (?:telah )?ter(?:copy|salin)|kirimkan ini lewat email|blogthis!?|berbagi ke \w+",
            r"sebarkan ke grup\b.*|view this post on \w+|a post shared by .*|change size",
            r"aa(?: text)?|a a a|font ?[+-]|print(?: article)?|cetak(?:\s+email)?",
        ),
        (
            "Bagikan:",
            "Share: Facebook Twitter WhatsApp",
            "Follow Instagram @contoh juga Tiktok @contoh",
            "Ikuti kami di",
            "Ikuti berita terbaru di Google News",
            "Gabung di saluran WhatsApp Contoh",
            "Aa Text",
            "Font +",
            "Dapatkan update berita pilihan dari Contoh.com. Mari bergabung di Grup Telegram, lalu join.",
            "Ikuti Whatsapp Channel Contoh.id untuk update berita terbaru",
            "Silakan baca konten menarik lainnya di Google News",
            "Artikel ini telah tayang di Contoh.com dengan judul Warga Antre",
            "Click to share on Facebook (Opens in new window)",
            "Follow WhatsApp Channel Contoh",
            "View this post on Instagram",
            "BlogThis!",
        ),
        (
            "Ikuti informasi resmi lewat saluran WhatsApp kantor itu, kata kepala seksi.",
            "Dapatkan paspor dalam sehari, begitu bunyi iklan di WhatsApp.",
            "Artikel ini ditulis pada 1972.",
            "Ikuti jejaknya.",
            "Bagikan 500 paket sembako kepada warga.",
            "Share lokasi dikirim petugas.",
            "Ikuti arahan petugas di bandara, katanya.",
        ),
    ),
    BoilerplateRule(
        "comment section",
        (
            r"\d* ?(?:komentar|comments?|shares?|views?|likes?|suka)|balas|reply|dilihat\s*:\s*\d+",
            r"(?:komentar|comments?) ?\(\d+\)|(?:tidak|belum) ada komentar:?|posting komentar",
            r"(?:tulis|kirim|beri) komentar.*|leave a (?:reply|comment).*|(?:comment|name|email) \*",
            r"your email address will not be published.*|save my name.*|discussion about this post",
            r"posting lebih (?:baru|lama)\b.*|langganan:.*|your opinion counts|your thoughts matter.*",
        ),
        (
            "12 Komentar",
            "Komentar (3)",
            "Balas",
            "Tulis komentar Anda...",
            "Your email address will not be published. Required fields are marked *",
            "Posting Lebih Baru Posting Lama Beranda",
        ),
        ("Komentar warga beragam.", "Balas dendam menjadi motifnya."),
        kind=RuleKind.COMMENTS,
    ),
    BoilerplateRule(
        "note of the site",
        (
            r"(?:kami|situs|website|we|this|by)\b.{0,80}\bcookies?\b.*\b(?:privasi|pengalaman|setuju|"
            r"menyetujui|privacy|experience|consent|agree)\b.*",
            r"(?:terima|tolak|setujui|accept|reject)(?: semua| all)?(?: cookies?)?|batalkan|kirim",
            rf"{_UNQUOTED}(?:daftarkan|masukkan) (?:alamat )?email\b.*|(?:langganan|berlangganan) newsletter",
            r"diberdayakan oleh blogger\.?|powered by .{1,40}|diposting oleh .{1,60}",
            r"\*? ?fakta atau hoaks\?.*|(?:kebijakan privasi|tentang kami|pedoman media siber)(?: *[|•·] *.*)?",
            r"to read full story|premium|copy link|buka di app|baca di app(?:likasi)?|hide ads|tutup iklan",
            r"\*?diteruskan(?: berkali-kali)?\*?|forwarded(?: many times)?",
            r"waktu baca:? \d+ menit|\d+ min(?:ute)?s? read|reading time\b.*|estimasi baca\b.*",
        ),
        (
            "Kami menggunakan cookie untuk meningkatkan pengalaman Anda.",
            "Terima semua",
            "Daftarkan email Anda untuk menerima kabar kami setiap pagi.",
            "Diberdayakan oleh Blogger.",
            "* Fakta atau Hoaks? Kirim pesan ke nomor kami.",
            "Kebijakan Privasi | Tentang Kami | Kontak",
            "waktu baca 2 menit",
        ),
        (
            "Kami menjual cookie dan roti di pasar itu, kata Ina.",
            "Terima kasih, kata bupati.",
            "Daftarkan email kantor itu, kata petugas.",
        ),
    ),
    BoilerplateRule(
        "contact",
        (
            r"(?:narahubung|kontak media|contact person|media contact|informasi lebih lanjut)(?:\s*:.*)?",
            r"(?:telp|telepon|tlp|fax|hp|e-?mail)\b\.?\s*:?\s*(?:[(+\d][\d() -]{5,20}|\S+@\S+)",
            r"(?:jl|jln)\b\.? (?!.*\.$).{3,80}",
            r"[\w.+-]+@[\w-]+\.[\w.]+|https?://\S+|selengkapnya\s*:\s*https?://\S+",
            r"\+?\d[\d -]{8,16}|[\w .]{3,40} \(\+?\d[\d -]{8,16}\)",
            r"(?:nomor|no)\b\.?\s*:?\s*[\w.-]+/[\w./-]+",
        ),
        (
            "Narahubung:",
            "Telp. (0380) 833123",
            "Jl. W.J. Lalamentik No. 98, Kupang",
            "humas@contoh.go.id",
            "0812-1111-2222",
            "Nomor: IMI-HM.01.02-15/2026",
            "Selengkapnya: https://contoh.id/a",
        ),
        ("Jalan Timor Raya macet total.", "Telepon genggam itu disita polisi dari tangan pelaku."),
        kind=RuleKind.SECTION,
    ),
    BoilerplateRule(
        "paging",
        (
            r"hal(?:aman)?\s*:?\s*\d[\d\s./|]*(?:dari \d+|show all|(?:tampilkan )?semua|next)*",
            r"(?:halaman )?(?:selanjutnya|berikutnya|sebelumnya)",
            r"tampilkan semua|show all|next(?: page)?|prev(?:ious)?",
            r"\d{1,2}\s*/\s*\d{1,2}",
            r"(?:\d\s+){1,9}\d?(?:show all|semua|next|selanjutnya)?",
        ),
        ("Halaman: 1 2 3", "Halaman Selanjutnya", "Show All", "1 2 3", "2/5"),
        ("Halaman kantor itu dipenuhi warga.", "Selanjutnya, paspor dicetak di Kupang."),
    ),
    BoilerplateRule(
        "menu or button",
        (
            r"(?:home|beranda)(?:\s*[>/»|-]\s*[\w .&]+)*",
            r"[\w.]+\.(?:com|id|net|tv)(?:\s+[-–>/»|]\s+[\w .&]{2,25}){1,3}",
            r"\d{1,6}|\w|×",
            r"notification|menu|search|login|masuk|daftar|subscribe|berlangganan|close|tutup",
            r"close banner\b.*|loading.*|memuat\.*|skip to content|lompat ke (?:isi|konten)",
        ),
        (
            "Home > Berita > Nasional",
            "CONTOH.com - Nasional - Hukum",
            "34",
            "×",
            "Notification",
            "Close Banner Apps CONTOH.com",
        ),
        ("Daftar nama terlampir.", "Masuk pukul 08.00 WITA, pegawai apel."),
    ),
)
