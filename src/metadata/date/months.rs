//! The names of the months, in lower case: in full as dates use them, and abbreviated.
//!
//! Names that are different months in two languages, such as `listopada`, are left out for the rarer one.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Norwegian, Danish, Catalan, Polish, Czech,
/// Slovak, Hungarian, Romanian, Turkish, Finnish, Indonesian, Lithuanian, Latvian, Russian, Ukrainian, Bulgarian, Greek
/// and Arabic.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene janeiro gennaio gen januari gener stycznia styczeń sty ledna leden \
     januára január jan ianuarie ian ocak oca tammikuuta tammikuu sausio janvāris janvārī января янв січня януари яну \
     ιανουαρίου ιαν يناير",
    "february feb februar février févr fév febrero fevereiro fev febbraio februari febr febrer lutego luty února únor \
     februára február februarie şubat şub helmikuuta helmikuu vasario februāris februārī февраля фев лютого февруари \
     φεβρουαρίου φεβ فبراير",
    "march mar märz mär mars marzo março maart mrt marts març marca marzec března březen marec március márc martie mart \
     maaliskuuta maaliskuu maret kovo martā марта март мар березня март μαρτίου μαρ مارس",
    "april apr avril avr abril abr aprile kwietnia kwiecień kwi dubna duben apríla apríl április ápr aprilie nisan nis \
     huhtikuuta huhtikuu balandžio aprīlis aprīlī апреля апр квітня април απριλίου απρ أبريل ابريل",
    "may mai mayo maio maggio mag mei maj maig maja května květen mája máj május mayıs toukokuuta toukokuu mei gegužės \
     maijs maijā мая май травня μαΐου μαϊου مايو",
    "june jun juni juin junio junho giugno giu juny czerwca czerwiec cze června červen júna jún június iunie iun haziran \
     haz kesäkuuta kesäkuu birželio jūnijs jūnijā июня июн червня юни ιουνίου يونيو",
    "july jul juli juillet juil julio julho luglio lug juliol lipca lipiec července červenec júla júl július iulie iul \
     temmuz tem heinäkuuta heinäkuu liepos jūlijs jūlijā июля июл липня юли ιουλίου يوليو",
    "august aug août aout agosto ago augustus augusti agost sierpnia sierpień sie srpna srpen augusta augusztus ağustos \
     ağu elokuuta elokuu agustus rugpjūčio augusts augustā августа авг серпня август αυγούστου أغسطس اغسطس",
    "september sep sept septembre septiembre setembro settembre set setembre września wrzesień wrz září septembra \
     szeptember szept septembrie eylül eyl syyskuuta syyskuu rugsėjo septembris septembrī сентября сен вересня септември \
     σεπτεμβρίου σεπ سبتمبر",
    "october oct oktober okt octobre octubre outubro out ottobre ott octubre października październik paź října říjen \
     októbra október octombrie ekim eki lokakuuta lokakuu spalio oktobris oktobrī октября окт жовтня октомври οκτωβρίου \
     οκτ أكتوبر اكتوبر",
    "november nov novembre noviembre novembro listopada listopad lis listopadu novembra noiembrie noi kasım kas \
     marraskuuta marraskuu lapkričio novembris novembrī ноября ноя ноември νοεμβρίου νοε نوفمبر",
    "december dec dezember dez décembre déc diciembre dic dezembro dicembre desember des desembre grudnia grudzień gru \
     prosince prosinec decembra decembrie aralık ara joulukuuta joulukuu desember gruodžio decembris decembrī декабря дек \
     грудня декември δεκεμβρίου δεκ ديسمبر",
];

static BY_NAME: LazyLock<FxHashMap<&'static str, i8>> = LazyLock::new(|| {
    let numbered = (1i8..).zip(MONTHS);
    numbered.flat_map(|(number, names)| names.split_ascii_whitespace().map(move |name| (name, number))).collect()
});

/// The number of the month that a word in lower case names.
pub(super) fn month(word: &str) -> Option<i8> {
    BY_NAME.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::{MONTHS, month};

    #[test]
    fn no_name_stands_for_two_months() {
        for (number, names) in (1i8..).zip(MONTHS) {
            assert!(names.split_ascii_whitespace().all(|name| month(name) == Some(number)), "month {number}");
        }
    }
}
