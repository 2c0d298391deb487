//! A headless Chromium with its own profile, driven over WebDriver.

use fantoccini::actions::{InputSource, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Options for a browser that may run as root and contacts no server.
const OPTIONS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1300,900",
];

const SHIFT: char = '\u{e008}';

/// How long to wait for a download, or for the viewer to draw what was asked for.
const TIMEOUT: Duration = Duration::from_secs(20);

/// How often to look again while waiting.
const PAUSE: Duration = Duration::from_millis(50);

pub(crate) struct Browser {
    client: Client,
    downloads: PathBuf,
}

/// The driver's process, killed when dropped.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the driver and reads the port that it listens on.
fn driver() -> (Driver, u16) {
    let mut child = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver is missing: apt-get install chromium chromium-driver");
    let out = child.stdout.take().expect("standard output is a pipe");
    let mut lines = BufReader::new(out).lines().map_while(Result::ok);
    let port = lines.find_map(|line| line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok());
    // Keep reading its output, so that the pipe never fills.
    std::thread::spawn(move || lines.for_each(drop));
    (Driver(child), port.expect("chromedriver prints its port"))
}

impl Browser {
    /// Runs some actions in a new browser. Its profile and downloads go into `folder`.
    pub(crate) fn with<T>(folder: &Path, actions: impl AsyncFnOnce(&Browser) -> T) -> T {
        let (_driver, port) = driver();
        let (profile, downloads) = (folder.join("profile"), folder.join("downloads"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let args: Vec<String> = OPTIONS.map(str::to_owned).into_iter().collect();
            let args = [args, vec![format!("--user-data-dir={}", profile.display())]].concat();
            let prefs = json!({"download.default_directory": downloads, "download.prompt_for_download": false});
            let capabilities = json!({
                "goog:chromeOptions": {"args": args, "prefs": prefs},
                "goog:loggingPrefs": {"browser": "ALL"},
            });
            let capabilities = capabilities.as_object().cloned().unwrap_or_default();
            let mut builder = ClientBuilder::new(HttpConnector::new());
            let client = builder.capabilities(capabilities).connect(&format!("http://localhost:{port}")).await;
            let browser = Browser { client: client.expect("the driver starts a browser"), downloads };
            let result = actions(&browser).await;
            browser.client.close().await.expect("the browser closes");
            result
        })
    }

    /// Opens a page, and reloads it if only the fragment differs.
    pub(crate) async fn open(&self, url: &str) {
        self.client.goto("about:blank").await.expect("an empty page");
        self.client.goto(url).await.expect("the viewer opens");
    }

    pub(crate) async fn click(&self, css: &str) {
        self.element(css).await.click().await.unwrap_or_else(|e| panic!("{css} can be clicked: {e}"));
    }

    pub(crate) async fn click_link(&self, text: &str) {
        let link = self.find(Locator::LinkText(text)).await;
        link.click().await.expect("a link can be clicked");
    }

    /// Sends keys to the focused element.
    pub(crate) async fn press(&self, keys: &str) {
        let focus = self.client.active_element().await.expect("an element has the focus");
        focus.send_keys(keys).await.expect("the element takes keys");
    }

    pub(crate) async fn shift_click(&self, css: &str) {
        let keys = KeyActions::new("keys".to_owned()).then(KeyAction::Down { value: SHIFT });
        self.client.perform_actions(keys).await.expect("Shift goes down");
        self.click(css).await;
        self.client.release_actions().await.expect("Shift goes up");
    }

    /// Presses the mouse button on one element and releases it on another.
    pub(crate) async fn drag(&self, from: &str, to: &str) {
        let duration = Some(Duration::from_millis(50));
        let move_to = |element| PointerAction::MoveToElement { element, duration, x: 0.0, y: 0.0 };
        let mouse = MouseActions::new("mouse".to_owned())
            .then(move_to(self.element(from).await))
            .then(PointerAction::Down { button: 0 })
            .then(move_to(self.element(to).await))
            .then(PointerAction::Up { button: 0 });
        self.client.perform_actions(mouse).await.expect("the mouse moves");
    }

    /// Chooses a file in a file input.
    pub(crate) async fn choose_file(&self, css: &str, file: &Path) {
        let path = file.to_str().expect("temporary paths are UTF-8");
        self.element(css).await.send_keys(path).await.expect("the input takes a file");
    }

    /// Waits until the viewer shows this many elements.
    ///
    /// A link changes the fragment, and the viewer draws the page in a later task, which WebDriver does not wait for.
    pub(crate) async fn expect_count(&self, css: &str, wanted: usize) {
        let start = Instant::now();
        loop {
            let count = self.count(css).await;
            if count == wanted {
                return;
            }
            assert!(start.elapsed() < TIMEOUT, "{count} elements match {css}, not {wanted}");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits until the viewer shows such an element.
    pub(crate) async fn expect(&self, css: &str) {
        self.element(css).await;
    }

    /// Waits until an element has this text.
    pub(crate) async fn expect_text(&self, css: &str, wanted: &str) {
        let start = Instant::now();
        loop {
            let text = self.text(css).await;
            if text == wanted {
                return;
            }
            assert!(start.elapsed() < TIMEOUT, "the text of {css} is {text:?}, not {wanted:?}");
            tokio::time::sleep(PAUSE).await;
        }
    }

    pub(crate) async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.expect("the selector is valid").len()
    }

    pub(crate) async fn text(&self, css: &str) -> String {
        self.element(css).await.text().await.expect("an element has text")
    }

    /// Whether an element has all of the given classes.
    pub(crate) async fn has_class(&self, css: &str, wanted: &str) -> bool {
        let classes = self.element(css).await.attr("class").await.expect("the element is there").unwrap_or_default();
        wanted.split(' ').all(|class| classes.split(' ').any(|own| own == class))
    }

    /// The string that a script returns.
    pub(crate) async fn value(&self, script: &str) -> String {
        let value = self.client.execute(script, Vec::new()).await.expect("the script runs");
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Messages on the browser's console: script errors and violations of the content security policy.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let log: Value = self.client.issue_cmd(&Log).await.expect("the driver keeps the log");
        let entries = log.as_array().cloned().unwrap_or_default();
        entries.iter().filter_map(|entry| Some(entry.get("message")?.as_str()?.to_owned())).collect()
    }

    /// Waits for a download and returns its text. The browser first reserves the name with an empty file.
    pub(crate) async fn downloaded(&self, name: &str) -> String {
        let path = self.downloads.join(name);
        let start = Instant::now();
        while path.metadata().map_or(0, |file| file.len()) == 0 {
            assert!(start.elapsed() < TIMEOUT, "{name} was not downloaded");
            tokio::time::sleep(PAUSE).await;
        }
        std::fs::read_to_string(path).expect("the download can be read")
    }

    async fn element(&self, css: &str) -> Element {
        self.find(Locator::Css(css)).await
    }

    /// Waits for an element.
    async fn find(&self, locator: Locator<'_>) -> Element {
        let found = self.client.wait().at_most(TIMEOUT).every(PAUSE).for_element(locator).await;
        found.unwrap_or_else(|e| panic!("no element {locator:?}: {e}"))
    }
}

/// Chromium's command for the console's log, which WebDriver does not define.
#[derive(Debug)]
struct Log;

impl WebDriverCompatibleCommand for Log {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({"type": "browser"}).to_string()))
    }
}
