//! The phrases of one language that host pages are made of.

use serde::Deserialize;

/// The phrases of one language, as its data file lists them. `data/hosts/README.md` says what each list is for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostLanguage {
    /// Name of the file without its extension: the language, and the script for Chinese.
    #[serde(skip)]
    pub stem: String,
    /// Language code (ISO 639-1).
    pub language: String,
    /// Host names of invented sites.
    pub domains: Vec<String>,
    /// Their names, in the same order.
    pub site_names: Vec<String>,
    /// Menu labels.
    pub menu: Vec<String>,
    /// Footer lines, by position.
    pub footer: Vec<String>,
    /// Button labels, by position.
    pub buttons: Vec<String>,
    /// Headlines of articles.
    pub headlines: Vec<String>,
    /// Sentences of articles.
    pub sentences: Vec<String>,
    /// Readers' comments.
    pub comments: Vec<String>,
    /// Products: name, ` - `, description.
    pub products: Vec<String>,
    /// Product properties: name, colon, value.
    pub properties: Vec<String>,
    /// Sentences of shops in the first half, of organizations about themselves in the second.
    pub notes: Vec<String>,
    /// Topics.
    pub tags: Vec<String>,
    /// Towns and regions.
    pub places: Vec<String>,
    /// Names of invented authors.
    pub names: Vec<String>,
    /// Dates in the format of the country.
    pub dates: Vec<String>,
    /// Anchor texts of partners and advertisers.
    pub ads: Vec<String>,
}

impl HostLanguage {
    /// Checks the lists; the error names the list and says what to do.
    pub(super) fn check(&self) -> Result<(), String> {
        let lists = [
            ("domains", &self.domains, 6),
            ("site_names", &self.site_names, 6),
            ("menu", &self.menu, 36),
            ("footer", &self.footer, 12),
            ("buttons", &self.buttons, 10),
            ("headlines", &self.headlines, 16),
            ("sentences", &self.sentences, 48),
            ("comments", &self.comments, 12),
            ("products", &self.products, 12),
            ("properties", &self.properties, 10),
            ("notes", &self.notes, 10),
            ("tags", &self.tags, 16),
            ("places", &self.places, 20),
            ("names", &self.names, 8),
            ("dates", &self.dates, 4),
            ("ads", &self.ads, 8),
        ];
        for (name, list, min) in lists {
            if list.len() < min {
                return Err(format!("`{name}` has {} entries; give at least {min}", list.len()));
            }
            let mut sorted: Vec<&String> = list.iter().collect();
            sorted.sort_unstable();
            if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
                return Err(format!("`{name}` has `{}` twice; change one", pair[0]));
            }
        }
        match self.products.iter().find(|product| !product.contains(" - ")) {
            Some(product) => Err(format!("product `{product}` lacks ` - ` before its description; add it")),
            None => Ok(()),
        }
    }
}
