//! Function words of many languages. They tell prose from menus, and one language from another, without a language
//! detector. The lists were written for this project from the most frequent words of each language.

use crate::hash::{FNV32_SEED, fnv32_add};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The languages and their function words, by ISO 639-1 code. The index of a language is its bit.
pub(crate) const LANGUAGES: [(&str, &str); 28] = [
    (
        "en",
        "the of and to in a is that for it was on with as be at by this have from or are not but they you his her he she we an will their has had which were been its would there what can all if more when who do your our about so up out than them some could into other then only also how my me no just",
    ),
    (
        "de",
        "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde wir ich ihr kann",
    ),
    (
        "fr",
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec ou son aux d l s c qu n cette ses mais comme on tout nous sa ont été leur elle vous je y même si fait être deux ces dont où",
    ),
    (
        "es",
        "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra ese eso es son fue ha ser",
    ),
    (
        "it",
        "di e il la che in a per un è del non una della con i le si da al sono lo gli dei come più nel ha alla anche ma delle dalla su o questo ai nella se cui ci dal suo essere questa sua stato loro degli tra",
    ),
    (
        "pt",
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos",
    ),
    (
        "nl",
        "de van het een en in is dat op te zijn met voor niet aan er die om ook als dan maar bij nog uit door naar heeft hij ze wordt tot of je zich kan over wat deze was meer worden werd ik geen haar hun",
    ),
    (
        "pl",
        "w i na z się do nie to że o jest jak a po co ale za od tak przez dla już by czy oraz jego ich był tym ma może być które który która są było tylko też jej przy ze pod tego lub będzie jednak nad u przed",
    ),
    (
        "cs",
        "a v se na je že s z do o i to jako za by pro k jsou ale po jeho tak od u nebo jak který která které při který byl bylo byla ve až než už co podle pouze aby má bude jen",
    ),
    (
        "sv",
        "och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när år under också efter eller nu sin där vid mot ska skulle kommer ut får finns vara hade alla andra mycket än",
    ),
    (
        "da",
        "og i at det en den til er som på de med for der af ikke et har om var han men sig fra vi kan så ved eller også nu hun skal vil blev efter når jeg ud være over mod",
    ),
    (
        "no",
        "og i det på som er en til å for av at har med de ikke den et om var han men seg fra vi så kan ved også eller nå hun skal vil ble etter når jeg ut være over mot",
    ),
    (
        "fi",
        "ja on ei että se oli hän mutta ovat kun myös joka sen tai niin mukaan kuin ole jo nyt sitä vain olla jos hänen ovat tämä minä me mitä siitä kanssa sekä vielä jonka",
    ),
    (
        "hu",
        "a az és hogy nem is egy meg ez volt csak de már el ha még mint vagy azt ki van be kell lesz minden pedig után aki ami majd szerint mert ezt lehet le fel nagyon",
    ),
    (
        "ro",
        "de și în a la cu pe nu un o că din este care mai pentru au s ce sunt fi al se prin fost lui ca dar sau acest dupa după această când ale iar dintre ei lor",
    ),
    (
        "tr",
        "ve bir bu da de için ile çok olarak daha olan gibi ne en ama kadar o sonra ise ki var değil her mi diye oldu ya veya şey göre yeni ancak bunu olduğu tarafından ben biz",
    ),
    (
        "ru",
        "и в не на что с по как это но он к из у за от о так же для бы все был до или если мы его только при их было она ее еще уже вы когда чтобы во то может который я после том этот также со под нет",
    ),
    (
        "uk",
        "і в на не що з до у та за як це але від він про для є його так по які вони із й або також було після ми був при бути їх вже лише під я ще може все якщо",
    ),
    (
        "bg",
        "на и да в се за от не с че по са е до той като това си но или при ще след като към му има той беше тя още един бе което",
    ),
    (
        "el",
        "και το να του η της με που την από για είναι στο ο οι τα σε τον δεν τη θα των στην μια τους ένα ότι αυτό στη ή αλλά ως στα στις μας έχει ήταν όπως πολύ",
    ),
    (
        "ar",
        "في من على أن إلى عن التي مع هذا هذه الذي ما لا كان أو بعد ذلك بين قد كما لم كل هو هي حيث عند و ثم حتى أي قبل إن وقد كانت خلال",
    ),
    (
        "fa",
        "و در به از که این را با است برای آن یک تا بر هم می شد خود کرد شده نیز ها ما اما یا پس او باید دو دارد بود آنها هر",
    ),
    ("he", "של את על לא זה עם הוא כי גם או אל היא אם כל יותר אני בין מה היה רק אבל כמו יש אין לפי עד הם זו"),
    ("hi", "के का में की है को से और पर ने यह कि हैं भी एक इस लिए तो नहीं कर गया हो था ही जो इन साथ बाद अपने या जा"),
    (
        "id",
        "yang dan di dengan untuk dari ini pada dalam itu tidak adalah akan ke juga oleh karena bisa ada atau sebagai mereka telah dapat lebih saat para kami anda saya tersebut menjadi seperti secara kepada sudah hanya",
    ),
    (
        "vi",
        "và của là có được cho các trong không một với này những người đã khi từ đến để như cũng ra tại về nhiều vào thì sẽ trên bị hay lại sau năm đó còn phải",
    ),
    (
        "zh",
        "的 了 是 在 不 和 有 我 他 这 们 为 也 就 会 对 而 着 于 之 与 及 等 但 将 被 把 从 到 已 這 們 為 會 對 於 與 將 從 个 個 其 并 以 因 所 可 能 要 都 还 還 说 說",
    ),
    ("ko", "은 는 이 가 을 를 의 에 로 다 고 서 와 과 도 한 며 면 지 요"),
];

/// The bits of Chinese and of Korean, whose function words are single characters.
pub(crate) const ZH: u32 = 1 << 26;
pub(crate) const KO: u32 = 1 << 27;

/// The hash of a word before its first lower-case character, see [`hash_char`].
pub(crate) const WORD_SEED: u32 = FNV32_SEED;

/// Adds one character to a word's hash.
#[inline]
pub(crate) fn hash_char(hash: u32, c: u32) -> u32 {
    fnv32_add(hash, c)
}

/// The hash of a lower-case word.
pub(crate) fn hash_word(word: &str) -> u32 {
    word.chars().fold(WORD_SEED, |h, c| hash_char(h, c as u32))
}

/// For the hash of each function word, its languages as bits.
static WORDS: LazyLock<FxHashMap<u32, u32>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for (i, (_, words)) in LANGUAGES.iter().enumerate() {
        for word in words.split(' ') {
            *map.entry(hash_word(word)).or_insert(0) |= 1u32 << i;
        }
    }
    map
});

/// The languages, as bits, of the function word with this hash; none for other words.
#[inline]
pub(crate) fn languages_of(hash: u32) -> u32 {
    WORDS.get(&hash).copied().unwrap_or(0)
}
