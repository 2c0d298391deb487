//! Small scripts that hide an element by its id: `document.getElementById("x").style.display = "none"`.

use super::{Cascade, Weight, each_declaration};

/// How a script looks up an element by its id.
const BY_ID: &str = "getElementById(";

/// Bytes of a script beyond which it is not read. Scripts that only hide something are small.
const MAX_SCRIPT: usize = 2048;

/// Lookups of a script that are read.
const MAX_LOOKUPS: usize = 16;

/// Whether a script is small and looks up an element by its id, and so may hide one.
pub(crate) fn may_hide(script: &str) -> bool {
    script.len() < MAX_SCRIPT && memchr::memmem::find(script.as_bytes(), BY_ID.as_bytes()).is_some()
}

/// Calls `visit` with each id whose element a script hides, and the declaration that hides it.
pub(crate) fn each_hidden_id<'a>(script: &'a str, mut visit: impl FnMut(&'a str, &str)) {
    for at in memchr::memmem::find_iter(script.as_bytes(), BY_ID.as_bytes()).take(MAX_LOOKUPS) {
        if let Some((id, property, value)) = assignment(&script[at + BY_ID.len()..]) {
            let declaration = format!("{property}:{value}");
            let mut cascade = Cascade::default();
            each_declaration(&declaration, |declaration| cascade.add(declaration, Weight::SCRIPT));
            if cascade.may_hide() {
                visit(id, &declaration);
            }
        }
    }
}

/// The id, the style property and the value of `"id").style.property = "value"`.
fn assignment(call: &str) -> Option<(&str, &str, &str)> {
    let call = call.trim_start().trim_start_matches(['"', '\'']);
    let (id, after) = call.split_at(call.find(['"', '\'', ')'])?);
    let statement = after.split([';', '\n']).next().unwrap_or("");
    let (_, property) = statement.split_once(".style.")?;
    let (name, value) = property.split_once('=')?;
    Some((id, name.trim(), value.trim().trim_matches(['"', '\''])))
}

#[cfg(test)]
mod tests {
    use super::{each_hidden_id, may_hide};

    #[test]
    fn ids_that_a_script_hides_are_found() {
        let script = "document.getElementById('a').style.display = 'none'; x = getElementById(\"b\").style.color='red'
            getElementById(\"c\").style.visibility=\"hidden\"\ngetElementById('d').remove()";
        let mut found = Vec::new();
        each_hidden_id(script, |id, _| found.push(id));
        assert_eq!(found, ["a", "c"]);
        assert!(may_hide(script) && !may_hide(&script.repeat(20)) && !may_hide("alert(1)"));
    }
}
