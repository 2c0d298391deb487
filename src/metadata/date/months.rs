//! The names of the months, in lower case: in full as dates use them, and abbreviated.
//!
//! Names that are different months in two languages, such as `listopada`, are left out for the rarer one.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The languages of Europe, Turkish and its relatives, Arabic (of Egypt, the Levant and the Maghreb), Persian, Urdu,
/// Hebrew, Hindi, Marathi, Bengali, Gujarati, Tamil, Telugu, Thai, Indonesian, Malay, Filipino and Swahili.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene janeiro gennaio gen januari gener stycznia styczeń sty ledna \
     leden januára január ianuarie ian ocak oca tammikuuta tammikuu sausio janvāris janvārī января янв січня януари \
     яну ιανουαρίου ιαν يناير janar janúar jaanuar januarja januara siječnja siječanj yanvar xaneiro urtarrilaren \
     januarie қаңтар студзеня січень січ јануар јануара јануари январь ιανουάριος ιανουαριου იანვარი جانفي ژانویه \
     جنوری ינואר בינואר जनवरी जानेवारी জানুয়ারি જાન્યુઆરી ஜனவரி జనవరి มกราคม",
    "february feb februar février févr fév febrero fevereiro fev febbraio februari febr febrer lutego luty lut úno února únor \
     februára február februarie şubat şub helmikuuta helmikuu vasario februāris februārī февраля фев лютого февруари \
     φεβρουαρίου φεβ فبراير shkurt febrúar veebruar februarja februara veljače veljača fevral febreiro otsailaren \
     pebrero pebruari peb ақпан лютий лют февр фебруар фебруара февраль φεβρουάριος φεβρουαριου თებერვალი فيفري فوریه \
     فروری פברואר בפברואר फरवरी फ़रवरी फेब्रुवारी ফেব্রুয়ারি ફેબ્રુઆરી பிப்ரவரி ఫిబ్రవరి กุมภาพันธ์ شباط",
    "march mar märz mär mars marzo março maart mrt marts març marca marzec bře března březen marec március márc martie \
     mart maaliskuuta maaliskuu maret kovo martā марта март мар березня μαρτίου μαρ مارس märts marta ožujka ožujak \
     martxoaren marso machi наурыз сакавіка березень бер μάρτιος μαρτιου მარტი مارچ מרץ במרץ मार्च মার্চ માર્ચ மார்ச் \
     మార్చి มีนาคม آذار",
    "april apr avril avr abril abr aprile kwietnia kwiecień kwi dubna duben apríla apríl április ápr aprilie nisan nis \
     huhtikuuta huhtikuu balandžio aprīlis aprīlī апреля апр квітня април απριλίου απρ أبريل ابريل prill aprill aprila \
     travnja travanj aprel apirilaren aprili сәуір красавіка квітень квіт априла апрель απρίλιος απριλιου აპრილი أفريل \
     آوریل اپریل אפריל באפריל अप्रैल एप्रिल এপ্রিল એપ્રિલ ஏப்ரல் ఏప్రిల్ เมษายน نيسان",
    "may mai mayo maio maggio mag mei maj maig maja kvě května květen mája máj május mayıs toukokuuta toukokuu gegužės \
     maijs maijā мая май травня μαΐου μαϊου مايو maí svibnja svibanj maiatzaren мамыр травень трав мај маја траўня \
     μάιος μαιου მაისი ماي مئی מאי במאי मई মে મે மே మే พฤษภาคม أيار",
    "june jun juni juin junio junho giugno giu juny czerwca czerwiec cze června červen júna jún június iunie iun \
     haziran haz kesäkuuta kesäkuu birželio jūnijs jūnijā июня июн червня юни ιουνίου يونيو qershor júní juuni junija \
     juna lipnja lipanj iyun xuño ekainaren hunyo маусым чэрвеня червень черв јун јуна јуни июнь ιούνιος ιουνιου ιουν \
     ივნისი جوان يونيه ژوئن جون יוני ביוני जून জুন જૂન ஜூன் జూన్ มิถุนายน حزيران",
    "july jul juli juillet juil julio julho luglio lug juliol lipca lipiec lip července červenec júla júl július iulie iul \
     temmuz tem heinäkuuta heinäkuu liepos jūlijs jūlijā июля июл липня юли ιουλίου يوليو korrik júlí juuli julija \
     jula srpnja srpanj iyul xullo uztailaren hulyo julai шілде ліпеня липень лип јул јула јули июль ιούλιος ιουλιου \
     ιουλ ივლისი جويلية يوليوز يوليه ژوئیه جولای جولائی יולי ביולי जुलाई जुलै জুলাই જુલાઈ ஜூலை జూలై กรกฎาคม تموز",
    "august aug août aout agosto ago augustus augusti agost sierpnia sierpień sie srpna srpen srp augusta augusztus \
     ağustos ağu elokuuta elokuu agustus rugpjūčio augusts augustā августа авг серпня август αυγούστου أغسطس اغسطس \
     gusht ágúst avgust avgusta kolovoza kolovoz avqust abuztuaren agosti ogos agt ags agu тамыз жніўня серпень серп \
     αύγουστος αυγουστου αυγ აგვისტო أوت غشت آگوست اوت اگست אוגוסט באוגוסט अगस्त ऑगस्ट আগস্ট ઓગસ્ટ ஆகஸ்ட் ఆగస్టు \
     สิงหาคม آب",
    "september sep sept septembre septiembre setembro settembre set setembre września wrzesień wrz září septembra \
     szeptember szept septembrie eylül eyl syyskuuta syyskuu rugsėjo septembris septembrī сентября сен вересня \
     септември σεπτεμβρίου σεπ سبتمبر shtator rujna rujan sentyabr sentabr septembar irailaren setyembre septemba \
     қыркүйек верасня вересень вер сент септембар септембра сентябрь σεπτέμβριος σεπτεμβριου სექტემბერი شتنبر سپتامبر \
     ستمبر ספטמבר בספטמבר सितंबर सितम्बर सप्टेंबर সেপ্টেম্বর સપ્ટેમ્બર செப்டம்பர் సెప్టెంబర్ กันยายน أيلول",
    "october oct oktober okt octobre octubre outubro out ottobre ott października październik paź října říjen októbra \
     október octombrie ekim eki lokakuuta lokakuu spalio oktobris oktobrī октября окт жовтня октомври οκτωβρίου οκτ \
     أكتوبر اكتوبر tetor oktoober oktobra oktobar oktyabr oktabr urriaren oktubre oktoba қазан кастрычніка жовтень \
     жовт октобар октобра октябрь οκτώβριος οκτωβριου ოქტომბერი اکتبر اکتوبر אוקטובר באוקטובר अक्टूबर अक्तूबर ऑक्टोबर \
     অক্টোবর ઓક્ટોબર அக்டோபர் అక్టోబర్ ตุลาคม",
    "november nov novembre noviembre novembro listopada listopad lis listopadu novembra noiembrie noi kasım kas \
     marraskuuta marraskuu lapkričio novembris novembrī ноября ноя ноември νοεμβρίου νοε نوفمبر nëntor nóvember \
     studenoga studenog studeni noyabr novembar azaroaren nobyembre novemba nopember nop қараша лістапада листопада \
     листопад лист нояб новембар новембра ноябрь νοέμβριος νοεμβριου ნოემბერი نونبر نوامبر نومبر נובמבר בנובמבר नवंबर \
     नवम्बर नोव्हेंबर নভেম্বর નવેમ્બર நவம்பர் నవంబర్ พฤศจิกายน",
    "december dec dezember dez décembre déc diciembre dic dezembro dicembre desember des desembre grudnia grudzień gru \
     prosince prosinec decembra decembrie aralık ara joulukuuta joulukuu gruodžio decembris decembrī декабря дек \
     грудня декември δεκεμβρίου δεκ ديسمبر dhjetor detsember prosinca dekabr decembar abenduaren disyembre desemba \
     disember желтоқсан снежня грудень груд децембар децембра декабрь δεκέμβριος δεκεμβριου დეკემბერი دجنبر دسامبر \
     دسمبر דצמבר בדצמבר दिसंबर दिसम्बर डिसेंबर ডিসেম্বর ડિસેમ્બર டிசம்பர் డిసెంబర్ ธันวาคม",
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
