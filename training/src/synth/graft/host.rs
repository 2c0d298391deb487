//! The page that something is planted in.

/// A page to plant something in.
#[derive(Debug, Clone, Copy)]
pub struct Host<'a> {
    /// Its markup.
    pub html: &'a str,
    /// Its address.
    pub url: Option<&'a str>,
    /// Its language (ISO 639-1).
    pub language: Option<&'a str>,
}

impl<'a> Host<'a> {
    /// Scheme and host name of the address.
    pub(super) fn origin(&self) -> Option<&'a str> {
        let url = self.url?;
        let host = url.find("://")? + 3;
        let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
        (end > host).then(|| &url[..end])
    }

    /// Host name of the address, without `www.`; a made-up one if the page has no address.
    pub(super) fn bare_name(&self) -> &'a str {
        let name = self.origin().and_then(|origin| origin.split_once("://")).map_or("example.org", |(_, name)| name);
        name.strip_prefix("www.").unwrap_or(name)
    }
}
