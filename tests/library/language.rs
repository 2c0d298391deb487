//! The language of a page, where neighboring languages share their function words.

use blocksift::{Hints, Sifter};

const TEXTS: [(&str, &str); 4] = [
    (
        "en",
        "The council said on Tuesday that the new bridge over the river will not be ready before autumn, because the \
         steel beams have been delivered late. Those who live on the other bank have to take the old road by the mill.",
    ),
    (
        "ca",
        "El ajuntament va anunciar dimarts que el nou pont sobre el riu no estarà acabat fins a la tardor, perquè el \
         proveïdor no ha pogut lliurar les bigues. Els veïns que viuen a l altra riba han de fer servir de moment la \
         carretera vella, que passa per davant del molí.",
    ),
    (
        "af",
        "Die stad het Dinsdag aangekondig dat die nuwe brug oor die rivier nie voor die herfs klaar sal wees nie, omdat \
         die verskaffer nie die staalbalke kon aflewer nie. Inwoners wat op die ander oewer woon, moet vir eers die ou \
         pad gebruik, wat by die meule verbygaan.",
    ),
    (
        "es",
        "El ayuntamiento anunció el martes que el nuevo puente sobre el río no estará listo hasta el otoño, porque el \
         proveedor no ha podido entregar las vigas. Los vecinos que viven en la otra orilla tienen que usar por ahora la \
         carretera vieja, que pasa por delante del molino.",
    ),
];

#[test]
fn neighboring_languages_are_told_apart() {
    for (language, text) in TEXTS {
        let html = format!("<html><body><p>{text}</p><p>{text}</p></body></html>");
        let report = Sifter::default().sift(html.as_bytes(), &Hints::default());
        assert_eq!(report.language(), Some(language), "{text}");
    }
}
