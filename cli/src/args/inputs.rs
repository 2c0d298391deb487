//! Arguments that name inputs and say how to read them.

use crate::exit::{Error, warn};
use crate::input::{self, Failure, FieldNames, InputKind, Options, RawPage, Survey, Tally};
use blocksift::Limits;
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use url::Url;

/// What to read.
#[derive(Args)]
pub(crate) struct Inputs {
    /// Files and folders to read; `-` or none reads standard input
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Read more input paths from FILE, one per line; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// Name skipped files on stderr
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

impl Inputs {
    /// All inputs of a command: standard input if none is named and no list is given.
    pub(crate) fn all(&self, command: &str) -> Result<Vec<PathBuf>, Error> {
        let mut inputs = self.inputs.clone();
        match &self.files_from {
            Some(list) => {
                inputs.extend(input::read_list(list).map_err(|e| Error::file(list, e))?);
                if inputs.is_empty() {
                    return Err(Error::file_failure(list, "the list names no inputs"));
                }
                if list.as_os_str() == "-" && inputs.iter().any(|input| input.as_os_str() == "-") {
                    return Err(Error::usage("standard input cannot be both the list of inputs and an input"));
                }
            }
            None if inputs.is_empty() => inputs.push(PathBuf::from("-")),
            None => {}
        }
        inputs.iter().try_for_each(|input| refuse_url(input, command))?;
        Ok(inputs)
    }

    /// A tally that keeps names of skipped files if they are to be shown.
    pub(crate) fn tally(&self) -> Arc<Tally> {
        Arc::new(if self.verbose { Tally::with_names() } else { Tally::default() })
    }
}

/// Refuses a URL that is given as an input, and shows how to fetch it.
fn refuse_url(input: &Path, command: &str) -> Result<(), Error> {
    url_advice(input, command).map_or(Ok(()), |advice| Err(Error::file(input, advice)))
}

/// What to do with an input that is a URL; `None` for other inputs.
pub(crate) fn url_advice(input: &Path, command: &str) -> Option<String> {
    let argument = input.to_string_lossy();
    let starts_with = |start: &str| argument.get(..start.len()).is_some_and(|s| s.eq_ignore_ascii_case(start));
    let (reason, url) = match () {
        () if input.exists() => return None,
        () if starts_with("file://") => return Some("this is a URL; name the file by its path".to_owned()),
        () if starts_with("http://") || starts_with("https://") => ("", argument.to_string()),
        () if starts_with("www.") => ("this looks like a URL; ", format!("https://{argument}")),
        () => return None,
    };
    // Quoted for the shell.
    let url = format!("'{}'", url.replace('\'', r"'\''"));
    Some(format!("{reason}blocksift does not fetch pages; run `curl -sL {url} | blocksift {command} --url {url}`"))
}

/// Looks at all inputs, also at their contents if their fingerprint is needed. An output that is also an input is an
/// error.
pub(crate) fn survey(inputs: &[PathBuf], outputs: &[PathBuf], has_fingerprint: bool) -> Result<Survey, Error> {
    let survey = input::survey(inputs, outputs, has_fingerprint);
    match &survey.overwritten {
        Some(path) => Err(Error::file(path, OVERWRITTEN)),
        None => Ok(survey),
    }
}

pub(super) const OVERWRITTEN: &str = "this file is also an input and would be overwritten; choose another output";

/// How to read inputs.
#[derive(Args, Debug)]
pub(crate) struct Reading {
    /// Read all inputs as this kind
    #[arg(long, value_enum, default_value = "auto", value_name = "KIND")]
    input: InputKind,
    /// Set the URL of pages without one, used to tell internal from external links and to make relative links absolute
    #[arg(long, value_parser = page_url)]
    url: Option<String>,
    /// Set the HTTP Content-Type of pages without one, e.g. "text/html; charset=gbk"
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,
    /// Read HTML from this field of JSON lines
    #[arg(long, value_name = "NAME", default_value = "html")]
    html_field: String,
    /// Read plain text from this field of JSON lines
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_field: String,
    /// Read the page URL from this field of JSON lines
    #[arg(long, value_name = "NAME", default_value = "url")]
    url_field: String,
    /// Read the page id from this field of JSON lines
    #[arg(long, value_name = "NAME", default_value = "id")]
    id_field: String,
}

impl Reading {
    /// The options to read inputs with.
    pub(crate) fn options(&self, limits: &Limits, tally: Arc<Tally>) -> Options {
        Options {
            kind: self.input,
            url: self.url.clone(),
            content_type: self.content_type.clone(),
            fields: FieldNames {
                html: self.html_field.clone(),
                text: self.text_field.clone(),
                url: self.url_field.clone(),
                id: self.id_field.clone(),
            },
            max_page_bytes: limits.bytes,
            tally,
        }
    }
}

/// Checks that a URL is absolute. It is kept as written.
fn page_url(argument: &str) -> Result<String, String> {
    match Url::parse(argument) {
        Ok(url) if url.has_host() => Ok(argument.to_owned()),
        _ => Err("expected an absolute URL such as https://example.org/page.html".to_owned()),
    }
}

/// The one page that a command is about.
#[derive(Args)]
pub(crate) struct OnePage {
    /// File to read; `-` or none reads standard input
    #[arg(value_name = "INPUT", default_value = "-")]
    pub(crate) path: PathBuf,
    /// Choose the page with this id from an input with several pages
    #[arg(long)]
    id: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

impl OnePage {
    /// Reads the page for a command: the one with the chosen id, or else the only page.
    ///
    /// What cannot be read is an error only if there is no such page.
    pub(crate) fn read(&self, limits: &Limits, command: &str) -> Result<RawPage, Error> {
        refuse_url(&self.path, command)?;
        let options = self.reading.options(limits, Arc::default());
        let (mut only, mut failure) = (None, None);
        for found in input::pages(vec![self.path.clone()], options) {
            match (found, &self.id) {
                (Ok(page), Some(id)) if page.id == input::short_id(id) => return Ok(page),
                (Ok(_), Some(_)) => {}
                (Ok(page), None) if only.is_none() => only = Some(page),
                (Ok(_), None) => {
                    return Err(Error::file(&self.path, "this input has several pages; choose one with --id"));
                }
                (Err(error), _) => failure = failure.or(Some(error)),
            }
        }
        match (only, failure) {
            (Some(page), failure) => {
                failure.iter().for_each(|failure| warn(&failure.to_string()));
                Ok(page)
            }
            (None, failure) => Err(self.no_page(failure)),
        }
    }

    /// The error of an input without the page.
    fn no_page(&self, failure: Option<Failure>) -> Error {
        match (failure, &self.id) {
            (Some(failure), Some(id)) => Error::failure(format!("{failure}; no page with the id {id:?} was read")),
            (Some(failure), None) => Error::failure(failure),
            (None, Some(id)) => Error::file(&self.path, format!("no page with the id {id:?}")),
            (None, None) => Error::file_failure(&self.path, "no page in this input"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_absolute() {
        assert_eq!(page_url("https://example.org/a b").as_deref(), Ok("https://example.org/a b"));
        for bad in ["", "not a url", "example.org", "/a/b", "mailto:a@example.org"] {
            assert!(page_url(bad).is_err(), "{bad}");
        }
    }
}
