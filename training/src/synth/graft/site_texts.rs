//! The template texts of ordinary sites in many languages, which doorway pages copy.

/// The template texts of a site in one language.
pub(super) struct SiteTexts {
    language: &'static str,
    pub(super) menu: &'static [&'static str],
    pub(super) footer: &'static [&'static str],
    /// Names of sites.
    pub(super) sites: &'static [&'static str],
}

macro_rules! site_texts {
    ($($language:literal: $menu:expr, $footer:expr, $sites:expr;)*) => {
        &[$(SiteTexts { language: $language, menu: &$menu, footer: &$footer, sites: &$sites },)*]
    };
}

const SITES: &[SiteTexts] = site_texts! {
    "en": ["Home", "About us", "Services", "News", "Gallery", "Blog", "Products", "Contact", "FAQ", "Events"],
        ["Privacy policy", "Terms of use", "Sitemap", "All rights reserved", "Back to top"],
        ["Hillcrest Dental Care", "Riverbend Photo Club", "Oakley & Sons Roofing", "Lakeside Community Church"];
    "zh": ["首页", "关于我们", "产品中心", "新闻动态", "工程案例", "技术支持", "招贤纳士", "在线留言", "联系我们", "企业文化"],
        ["版权所有", "网站地图", "返回顶部", "技术支持：网络部", "联系电话 <phone>", "备案号 ICP备<number>号"],
        ["宏达精密铸造厂", "瑞丰机械设备有限公司", "华北钢板加工中心", "绿源园林工程公司"];
    "id": ["Beranda", "Profil", "Layanan", "Berita", "Galeri", "Pengumuman", "Unduhan", "Kontak", "Agenda"],
        ["Hak cipta dilindungi", "Peta situs", "Kebijakan privasi", "Kembali ke atas"],
        ["Dinas Perpustakaan Daerah", "SMA Harapan Mulia", "Koperasi Karya Sejahtera", "Puskesmas Melati"];
    "ja": ["ホーム", "会社概要", "事業内容", "お知らせ", "採用情報", "アクセス", "よくある質問", "お問い合わせ"],
        ["プライバシーポリシー", "サイトマップ", "特定商取引法に基づく表記", "ページの先頭へ"],
        ["みどり工務店", "さくら歯科医院", "山の手写真館", "青葉運送株式会社"];
    "ko": ["홈", "회사소개", "사업분야", "공지사항", "갤러리", "고객센터", "오시는 길", "문의하기"],
        ["개인정보처리방침", "이용약관", "사이트맵", "맨 위로"],
        ["한빛건설", "푸른솔 유치원", "대성기계", "은하수 펜션"];
    "th": ["หน้าแรก", "เกี่ยวกับเรา", "บริการ", "ข่าวสาร", "ภาพกิจกรรม", "ดาวน์โหลด", "ติดต่อเรา"],
        ["นโยบายความเป็นส่วนตัว", "แผนผังเว็บไซต์", "สงวนลิขสิทธิ์", "กลับขึ้นบน"],
        ["โรงเรียนบ้านทุ่งใหม่", "องค์การบริหารส่วนตำบลหนองบัว", "ร้านไม้งามเฟอร์นิเจอร์"];
    "vi": ["Trang chủ", "Giới thiệu", "Sản phẩm", "Tin tức", "Dịch vụ", "Thư viện ảnh", "Tuyển dụng", "Liên hệ"],
        ["Chính sách bảo mật", "Sơ đồ trang", "Bản quyền thuộc về chúng tôi", "Lên đầu trang"],
        ["Trường Tiểu học Hoa Sen", "Nội thất Gia Phú", "Công ty Xây dựng An Bình"];
    "tr": ["Ana Sayfa", "Hakkımızda", "Hizmetler", "Haberler", "Galeri", "Ürünler", "Referanslar", "İletişim"],
        ["Gizlilik politikası", "Site haritası", "Tüm hakları saklıdır", "Başa dön"],
        ["Yıldız Mobilya", "Çınar Koleji", "Deniz İnşaat", "Akasya Çiçekçilik"];
    "ru": ["Главная", "О компании", "Услуги", "Новости", "Фотогалерея", "Цены", "Отзывы", "Контакты"],
        ["Политика конфиденциальности", "Карта сайта", "Все права защищены", "Наверх"],
        ["Мебельная фабрика «Берёза»", "Детский сад № 14", "СтройДом", "Окна Плюс"];
    "uk": ["Головна", "Про нас", "Послуги", "Новини", "Галерея", "Ціни", "Відгуки", "Контакти"],
        ["Політика конфіденційності", "Мапа сайту", "Усі права захищено", "Нагору"],
        ["Школа «Веселка»", "Будівельна компанія «Оселя»", "Міська бібліотека"];
    "fa": ["خانه", "درباره ما", "خدمات", "اخبار", "گالری", "محصولات", "تماس با ما"],
        ["حریم خصوصی", "نقشه سایت", "تمامی حقوق محفوظ است", "بازگشت به بالا"],
        ["شرکت صنایع پارس‌گستر", "آموزشگاه زبان مهر", "گلخانه نیلوفر"];
    "ar": ["الرئيسية", "من نحن", "خدماتنا", "الأخبار", "معرض الصور", "المنتجات", "اتصل بنا"],
        ["سياسة الخصوصية", "خريطة الموقع", "جميع الحقوق محفوظة", "العودة إلى الأعلى"],
        ["مدرسة النور الأهلية", "شركة الواحة للمقاولات", "جمعية الزهراء الخيرية"];
    "de": ["Startseite", "Über uns", "Leistungen", "Aktuelles", "Galerie", "Termine", "Karriere", "Kontakt"],
        ["Impressum", "Datenschutz", "Sitemap", "Alle Rechte vorbehalten", "Nach oben"],
        ["Tischlerei Lindner", "Turnverein Waldheim", "Praxis am Markt", "Gärtnerei Sommer"];
    "fr": ["Accueil", "Qui sommes-nous", "Prestations", "Actualités", "Galerie", "Agenda", "Contact"],
        ["Mentions légales", "Politique de confidentialité", "Plan du site", "Tous droits réservés"],
        ["Menuiserie Delmas", "Mairie de Saint-Loup", "École du Petit Bois"];
    "es": ["Inicio", "Quiénes somos", "Servicios", "Noticias", "Galería", "Productos", "Contacto"],
        ["Aviso legal", "Política de privacidad", "Mapa del sitio", "Todos los derechos reservados"],
        ["Clínica Santa Elena", "Colegio Los Robles", "Transportes Quintana"];
    "pt": ["Início", "Quem somos", "Serviços", "Notícias", "Galeria", "Produtos", "Fale conosco"],
        ["Política de privacidade", "Termos de uso", "Mapa do site", "Todos os direitos reservados"],
        ["Clínica Bem Viver", "Escola Pequeno Mundo", "Marcenaria Irmãos Prado"];
    "it": ["Home", "Chi siamo", "Servizi", "Notizie", "Galleria", "Prodotti", "Contatti"],
        ["Informativa sulla privacy", "Mappa del sito", "Tutti i diritti riservati", "Torna su"],
        ["Falegnameria Bruni", "Studio dentistico Ferri", "Pro Loco Montebello"];
    "pl": ["Strona główna", "O nas", "Oferta", "Aktualności", "Galeria", "Cennik", "Kontakt"],
        ["Polityka prywatności", "Mapa strony", "Wszelkie prawa zastrzeżone", "Do góry"],
        ["Stolarnia Kowalik", "Szkoła Podstawowa nr 7", "Ogrody Zielińscy"];
    "hi": ["मुख्य पृष्ठ", "हमारे बारे में", "सेवाएँ", "समाचार", "चित्र दीर्घा", "उत्पाद", "संपर्क करें"],
        ["गोपनीयता नीति", "साइट मानचित्र", "सर्वाधिकार सुरक्षित", "ऊपर जाएँ"],
        ["सरस्वती विद्यालय", "गंगा निर्माण कंपनी", "ग्राम सेवा समिति"];
    "bn": ["প্রচ্ছদ", "আমাদের সম্পর্কে", "সেবাসমূহ", "সংবাদ", "ছবিঘর", "নোটিশ", "যোগাযোগ"],
        ["গোপনীয়তা নীতি", "সাইট ম্যাপ", "সর্বস্বত্ব সংরক্ষিত", "উপরে যান"],
        ["শাপলা উচ্চ বিদ্যালয়", "পদ্মা ট্রেডার্স", "গ্রামীণ পাঠাগার"];
};

/// The texts in a language; the English ones if there are none.
pub(super) fn site_texts(language: &str) -> &'static SiteTexts {
    SITES.iter().find(|texts| texts.language == language).unwrap_or(&SITES[0])
}
