//! Weighs the declarations that apply to an element, and says what the winners do to it.

use super::Hiding;
use super::color::{WHITE, is_near};
use super::declarations::{Declaration, Value};
use super::property::Property;

/// What decides between declarations of one property: importance, origin, layer, specificity and order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weight(u64);

impl Weight {
    const IMPORTANT: u64 = 1 << 63;
    const INLINE: u64 = 1 << 62;
    const LAYER: u32 = 54;
    const SPECIFICITY: u32 = 32;

    /// Of a declaration in a `style` attribute.
    pub(crate) const INLINE_STYLE: Weight = Weight(Self::INLINE);

    /// Of what a script sets, which comes after the page is read.
    pub(crate) const SCRIPT: Weight = Weight(Self::INLINE | (0xff << Self::LAYER));

    /// Of a declaration in a rule. `order` counts rules from the start of the page.
    pub(crate) fn of_rule(layer: u8, specificity: u32, order: u32) -> Weight {
        let specificity = u64::from(specificity.min((1 << 22) - 1));
        Weight((u64::from(layer) << Self::LAYER) | (specificity << Self::SPECIFICITY) | u64::from(order))
    }

    /// The weight of an important declaration: of these, layers rank in reverse.
    fn important(self) -> u64 {
        (self.0 ^ (0xff << Self::LAYER)) | Self::IMPORTANT
    }
}

/// The winner of a property: its value and weight. Without declaration the weight is 0.
#[derive(Clone, Copy)]
struct Winner {
    weight: u64,
    value: Value,
}

/// The declarations that win on one element.
#[derive(Clone)]
pub(crate) struct Cascade {
    winners: [Winner; Property::COUNT],
}

impl Default for Cascade {
    fn default() -> Cascade {
        Cascade { winners: [Winner { weight: 0, value: Value::Unset }; Property::COUNT] }
    }
}

/// What of an element matters besides its style.
#[derive(Clone, Copy)]
pub(crate) struct Surroundings {
    /// Whether the tag flows with the text around it.
    pub(crate) is_inline: bool,
    /// Whether it has the `hidden` attribute.
    pub(crate) has_hidden: bool,
}

/// How an element takes part in the flow of text, by its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Flow {
    /// As its tag does.
    #[default]
    ByTag,
    Inline,
    Block,
}

/// What the style of an element does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Style {
    pub(crate) hides: Hiding,
    /// Of the flags in [`Hiding::INHERITED`], those that the element does not inherit.
    pub(crate) shows: Hiding,
    /// Whether the `hidden` attribute hides the element.
    pub(crate) is_hidden_by_attribute: bool,
    /// Whether a `style` attribute hides it.
    pub(crate) is_hidden_inline: bool,
    pub(crate) flow: Flow,
    /// Whether a `style` attribute gives the flow.
    pub(crate) is_flow_inline: bool,
    /// Whether the element is taken out of the text around it: hidden without a trace, floating or positioned.
    pub(crate) is_out_of_flow: bool,
}

impl Cascade {
    /// Adds a declaration. Of equal weights, the later wins.
    pub(crate) fn add(&mut self, declaration: Declaration, weight: Weight) {
        let weight = if declaration.is_important { weight.important() } else { weight.0.max(1) };
        let winner = &mut self.winners[declaration.property as usize];
        if weight >= winner.weight {
            *winner = Winner { weight, value: declaration.value };
        }
    }

    /// Whether a declaration may hide the element, alone or with rules that are not known yet.
    pub(crate) fn may_hide(&self) -> bool {
        let alone = self.style(Surroundings { is_inline: false, has_hidden: false });
        !alone.hides.is_empty()
            || TRIGGERS.iter().any(|property| matches!(self.get(*property), Some(Value::Hidden | Value::OffScreen)))
    }

    /// Whether a declaration makes the element break the line.
    pub(crate) fn may_break(&self) -> bool {
        self.get(Property::Display) == Some(Value::Block)
    }

    /// What the winners do to an element.
    pub(crate) fn style(&self, around: Surroundings) -> Style {
        use Property::*;
        let display = self.get(Display);
        let is_positioned = self.get(Position) == Some(Value::OutOfFlow);
        let is_out_of_flow = is_positioned || self.get(Float) == Some(Value::OutOfFlow);
        let is_box = is_out_of_flow
            || match display {
                Some(Value::Inline) => false,
                Some(Value::Block | Value::Seen) => true,
                _ => !around.is_inline,
            };
        let mut hides = Hiding::DISPLAY_NONE.when(self.hides(Display))
            | Hiding::INVISIBLE.when(self.hides(Visibility))
            | Hiding::TRANSPARENT.when(self.hides(Opacity) || self.hides(ContentVisibility))
            | Hiding::OFF_SCREEN.when(self.is_off_screen(is_box))
            | Hiding::INDENTED.when(is_box && self.get(TextIndent) == Some(Value::OffScreen))
            | Hiding::TINY.when(self.is_tiny(is_box, is_positioned))
            | Hiding::SMALL_FONT.when(self.hides(FontSize))
            | Hiding::FLAT_LINE.when(is_box && self.hides(LineHeight));
        let is_unreadable = self.is_unreadable();
        hides |= Hiding::BACKGROUND_COLOR.when(is_unreadable);
        let has_color = [Color, TextFill, Background, BackgroundImage].map(|p| self.get(p));
        let shows = Hiding::INVISIBLE.when(self.shows(Visibility))
            | Hiding::INDENTED.when(self.shows(TextIndent))
            | Hiding::SMALL_FONT.when(self.shows(FontSize))
            | Hiding::FLAT_LINE.when(self.shows(LineHeight))
            | Hiding::BACKGROUND_COLOR
                .when(!is_unreadable && has_color.iter().any(|c| matches!(c, Some(Value::Rgb(_) | Value::Seen))));
        let flow = match display {
            Some(Value::Inline) if !is_out_of_flow => Flow::Inline,
            Some(Value::Block) if !is_out_of_flow => Flow::Block,
            _ => Flow::ByTag,
        };
        Style {
            hides,
            shows,
            // What the page says of `display` overrides what the browser makes of the attribute.
            is_hidden_by_attribute: around.has_hidden && matches!(display, None | Some(Value::Hidden)),
            is_hidden_inline: self.is_hidden_inline(is_unreadable),
            flow,
            is_flow_inline: self.is_inline(Display),
            is_out_of_flow,
        }
    }

    fn is_off_screen(&self, is_box: bool) -> bool {
        use Property::*;
        let is_far = |property| self.get(property) == Some(Value::OffScreen);
        let is_placed = matches!(self.get(Position), Some(Value::OutOfFlow | Value::Inline));
        (is_placed && [Left, Top, Right, Bottom].into_iter().any(is_far))
            || is_far(MarginLeft)
            || (is_box && [MarginTop, Transform, Translate].into_iter().any(is_far))
    }

    fn is_tiny(&self, is_box: bool, is_positioned: bool) -> bool {
        use Property::*;
        let is_clipped = self.hides(OverflowX) || self.hides(OverflowY);
        let grows = self.shows(FlexGrow);
        let is_narrow = (self.hides(Width) || self.hides(MaxWidth)) && !self.shows(MinWidth) && !self.shows(PaddingX);
        let is_low = (self.hides(Height) || self.hides(MaxHeight))
            && !(self.shows(MinHeight) || self.shows(PaddingTop) || self.shows(PaddingBottom));
        (is_box && is_clipped && !grows && (is_narrow || is_low))
            || (is_box && (self.hides(Transform) || self.hides(Scale)))
            || (is_positioned && self.hides(Clip))
            || self.hides(ClipPath)
    }

    /// Whether text is transparent or has the color of its own background.
    fn is_unreadable(&self) -> bool {
        use Property::*;
        // Text that shows the background through, or a shadow.
        if self.hides(BackgroundClip) || self.shows(TextShadow) {
            return false;
        }
        let text = if self.get(TextFill).is_some() { TextFill } else { Color };
        match (self.get(text), self.get(Background)) {
            (Some(Value::Hidden), _) => true,
            (Some(Value::Rgb(color)), Some(Value::Rgb(ground))) => {
                !self.shows(BackgroundImage) && is_near(color, ground)
            }
            // On dark pages, white text has no background of its own. But nobody chooses the color that is next to white
            // to be read.
            (Some(Value::Rgb(color)), None) => color != WHITE && is_near(color, WHITE),
            _ => false,
        }
    }

    /// Whether a `style` attribute hides the element, if anything does.
    fn is_hidden_inline(&self, is_unreadable: bool) -> bool {
        use Property::*;
        let hides = |p: &Property| matches!(self.get(*p), Some(Value::Hidden | Value::OffScreen));
        TRIGGERS.iter().any(|property| self.is_inline(*property) && hides(property))
            || (is_unreadable && [Color, TextFill, Background].iter().any(|property| self.is_inline(*property)))
    }

    fn get(&self, property: Property) -> Option<Value> {
        let winner = self.winners[property as usize];
        (winner.weight > 0).then_some(winner.value)
    }

    fn hides(&self, property: Property) -> bool {
        self.get(property) == Some(Value::Hidden)
    }

    fn shows(&self, property: Property) -> bool {
        self.get(property) == Some(Value::Seen)
    }

    /// Whether the winner is from a `style` attribute.
    fn is_inline(&self, property: Property) -> bool {
        let weight = self.winners[property as usize].weight;
        weight == Weight::INLINE_STYLE.0 || weight == Weight::INLINE_STYLE.important()
    }
}

/// The properties that hide. The others only say whether these do.
const TRIGGERS: [Property; 24] = {
    use Property::*;
    [
        Display,
        Visibility,
        Opacity,
        ContentVisibility,
        Left,
        Top,
        Right,
        Bottom,
        MarginLeft,
        MarginTop,
        TextIndent,
        Width,
        Height,
        MaxWidth,
        MaxHeight,
        Clip,
        ClipPath,
        Transform,
        Scale,
        Translate,
        FontSize,
        LineHeight,
        Color,
        TextFill,
    ]
};
