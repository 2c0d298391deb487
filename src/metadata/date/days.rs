//! The words of dates that name no month, in lower case: weekdays in full and abbreviated, eras, words such as
//! "yesterday".

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

const WORDS: &str = "\
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun \
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lundi mardi \
    mercredi jeudi vendredi samedi dimanche lun jeu ven sam dim lunes martes miércoles jueves viernes sábado \
    domingo mié jue vie sáb dom segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça \
    quarta quinta sexta seg ter qua qui sex lunedì martedì mercoledì giovedì venerdì sabato domenica gio \
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag måndag tisdag onsdag torsdag fredag lördag \
    söndag mandag tirsdag lørdag søndag maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai \
    poniedziałek wtorek środa czwartek piątek sobota niedziela pon wto śro czw pią sob nie pondělí úterý \
    středa čtvrtek pátek neděle pondelok utorok streda štvrtok piatok nedeľa hétfő kedd szerda csütörtök \
    péntek szombat vasárnap luni marți miercuri joi vineri sâmbătă duminică pazartesi salı çarşamba perşembe \
    cuma cumartesi pazar понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс \
    понеділок вівторок середа п'ятниця субота неділя понеделник сряда четвъртък петък събота неделя δευτέρα \
    τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή senin selasa rabu kamis jumat sabtu minggu الأحد الاثنين \
    الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت 令和 平成 昭和 民國 民国 yesterday heute gestern hier \
    aujourd'hui hoy ayer hoje ontem oggi ieri vandaag gisteren idag igår dzisiaj dziś wczoraj dnes včera \
    сегодня вчера сьогодні вчора am pm at on um uhr gmt utc kst clock ago hours minutes days";

static KNOWN: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| WORDS.split_ascii_whitespace().collect());

/// Whether a word in lower case belongs to dates.
pub(super) fn is_word_of_dates(word: &str) -> bool {
    KNOWN.contains(word)
}
