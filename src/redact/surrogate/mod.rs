//! `surrogate`: a realistic value of the same kind that can be nobody's.
//!
//! What it is: for each kind of value where its surrogates come from, and how one is written in the form of the value. What it
//! is not: it knows no rules of detection. A kind that nothing safe is known for has a numbered placeholder, or in a scope wider
//! than a record one with a keyed tag.

mod address;
mod assigned;
mod check_digit;
mod culture;
mod draw;
mod fold;
mod internet;
mod known;
mod mark;
mod names;
mod online;
mod people;
mod persona;
mod phone;
mod postcode;
mod range;
mod reserved;
mod script;
mod sea;
mod spelling;
mod street;
mod unspaced;
mod years;

use std::path::Path;
use std::sync::Arc;

use rlibphonenumber::Region;

pub(super) use assigned::Assigned;
use draw::Draw;
use names::Names;
pub(super) use people::People;
pub(super) use phone::Phones;
use reserved::Reserved;
pub(super) use years::Years;

use super::canonical::canonical;
use super::date::WrittenDate;
use super::kind::Kind;
use super::{Action, Error, Policy, RecordScope, placeholder};
use crate::config::SurrogateScope;
use crate::core::{EntityType, Key};

/// So many numbers of each kind of range are drawn for one without a country code that can be read again.
const NATIONAL_TRIES: u32 = 8;

/// Where surrogates come from.
#[derive(Debug, Clone, Default)]
pub(super) struct Surrogates {
    reserved: Arc<Reserved>,
    /// None in a policy without surrogates.
    names: Option<Arc<Names>>,
    /// Regions in which telephone numbers without a country code are tried.
    regions: Vec<Region>,
}

impl Surrogates {
    pub(super) fn embedded() -> Result<Self, Error> {
        Ok(Self { reserved: Reserved::embedded()?, names: Some(Names::embedded()?), regions: Vec::new() })
    }

    pub(super) fn set_regions(&mut self, regions: &[String]) {
        self.regions = regions.iter().filter_map(|code| Region::from_code(code).ok()).collect();
    }

    pub(super) fn set_folder(&mut self, folder: &Path) -> Result<(), Error> {
        let reserved = folder.join("reserved");
        if reserved.is_dir() {
            self.reserved = Reserved::with_folder(&reserved)?;
        }
        let personas = folder.join("personas");
        if personas.is_dir() {
            self.names = Some(Names::with_folder(&personas)?);
        }
        Ok(())
    }

    /// Whether there is a range for an entity type, and whether one is wide enough for a scope wider than a record.
    pub(super) fn room(&self, entity: &EntityType) -> Option<bool> {
        self.reserved.room(entity)
    }

    /// Whether a value, wherever it comes from, is where no living person can be.
    pub(super) fn is_reserved(&self, kind: Kind, entity: &EntityType, value: &str, phones: &Phones) -> bool {
        match kind {
            Kind::Url if is_query(entity) => {
                let holds = |(kind, entity)| self.is_reserved(kind, &entity, value, phones);
                self.is_own(kind, entity, value, phones) || queried().any(holds)
            }
            Kind::Phone => {
                let number = self.phone(entity, value, phones);
                number.is_some_and(|number| self.reserved.holds(entity, &number.e164())) || self.reserved.wrote(value)
            }
            Kind::Ip => self.reserved.wrote(value),
            Kind::Email => self.reserved.holds_host(value.rsplit('@').next().unwrap_or_default()),
            Kind::Number => self.reserved.holds(entity, &canonical(kind, value)) || self.reserved.wrote(value),
            Kind::Url => {
                let host = online::url_parts(value).map(|(_, host, _)| host.split(':').next().unwrap_or_default());
                host.is_some_and(|host| self.reserved.holds_host(host)) || self.is_own(kind, entity, value, phones)
            }
            _ => self.is_own(kind, entity, value, phones),
        }
    }

    /// Whether a value is one that surrogates are made of, so that it stays: redacting twice changes nothing more.
    fn is_own(&self, kind: Kind, entity: &EntityType, value: &str, phones: &Phones) -> bool {
        let Some(names) = &self.names else { return false };
        match kind {
            Kind::Person => persona::is_invented(names, value),
            Kind::Email => {
                value.rsplit_once('@').is_some_and(|(_, host)| online::is_our_host(names, &host.to_lowercase()))
            }
            Kind::Handle => online::is_our_login(names, value),
            // What another rule has found in a query before it is found as the value of one: its surrogate stands there.
            Kind::Url if is_query(entity) => queried().any(|(kind, entity)| self.is_own(kind, &entity, value, phones)),
            Kind::Url => {
                let host = online::url_parts(value).map(|(_, host, _)| host.split(':').next().unwrap_or_default());
                let host = host.map(|host| host.trim_start_matches("www.").to_lowercase());
                host.is_some_and(|host| online::is_our_host(names, &host))
            }
            Kind::Phone | Kind::Ip | Kind::Number => self.is_reserved(kind, entity, value, phones),
            Kind::Coordinates => self.reserved.holds_coordinates(value),
            Kind::Postcode => self.reserved.postcodes.holds(value, None),
            Kind::Address => address::is_invented(names, &self.reserved.postcodes, value),
            Kind::Date | Kind::Age | Kind::Exact => false,
        }
    }

    /// Takes note of a value of the record that is safe already.
    pub(super) fn meet(&self, kind: Kind, entity: &EntityType, value: &str, phones: &Phones, assigned: &mut Assigned) {
        if self.is_own(kind, entity, value, phones) {
            let (space, identity) = match kind {
                Kind::Postcode => ("postcode", postcode::with_sign(value.trim()).1.to_uppercase()),
                _ => (entity.as_str(), self.identity(kind, entity, value, phones)),
            };
            assigned.keep_free(space, identity);
        }
    }

    /// Reads a telephone number.
    fn phone<'v>(&self, entity: &EntityType, value: &'v str, phones: &Phones) -> Option<phone::Written<'v>> {
        phones.read(value, &self.regions, |number| self.reserved.holds(entity, number))
    }

    /// What makes the value the same value however it is written.
    fn identity(&self, kind: Kind, entity: &EntityType, value: &str, phones: &Phones) -> String {
        let number = Some(value).filter(|_| kind == Kind::Phone).and_then(|value| self.phone(entity, value, phones));
        number.map_or_else(|| canonical(kind, value), |number| number.e164())
    }

    /// The surrogate of a value, in the form of the value. `None` if there is none that is safe.
    fn make(
        &self,
        policy: &Policy,
        kind: Kind,
        entity: &EntityType,
        value: &str,
        scope: &mut RecordScope<'_>,
    ) -> Option<String> {
        let key = &policy.keys.surrogate;
        let tweak = scope.surrogates.bytes();
        let shared = scope.assigned.is_shared();
        let phones = &scope.phones;
        let identity = self.identity(kind, entity, value, phones);
        let words = [entity.as_str().as_bytes(), &tweak, identity.as_bytes()];
        let mut assign = |make: &dyn Fn(&mut Draw<'_>) -> Option<String>| {
            scope.assigned.assign(entity.as_str(), &identity, |attempt| make(&mut Draw::new(key, words, attempt)))
        };
        match kind {
            Kind::Phone => {
                let written = self.phone(entity, value, phones)?;
                let form = |number: &str| written.in_form(number, self.reserved.area(entity, number), key);
                let one = |left_out: usize, draw: &mut Draw<'_>| {
                    phone::draw(&self.reserved, entity, &written, shared, left_out, draw)
                };
                // Without a country code it may be read as a number of a region that comes before its own.
                let read =
                    |number: &String| form(number).is_some_and(|new| self.is_reserved(kind, entity, &new, phones));
                let some = |kinds, draw: &mut Draw<'_>| (0..NATIONAL_TRIES).find_map(|_| one(kinds, draw).filter(read));
                let fitting = |draw: &mut Draw<'_>| (0..usize::from(phone::KINDS)).find_map(|kinds| some(kinds, draw));
                let number = if written.is_international() { assign(&|draw| one(0, draw))? } else { assign(&fitting)? };
                let new = form(&number)?;
                // A form that the new number cannot be read from may be anybody's.
                self.is_reserved(kind, entity, &new, phones).then_some(new)
            }
            Kind::Ip => {
                let address = value.trim().parse().ok()?;
                assign(&|draw| Some(self.reserved.address(address, shared, draw)?.to_string()))
            }
            Kind::Number => {
                let number = assign(&|draw| self.reserved.draw(entity, &identity, shared, draw))?;
                range::in_shape(value, &number)
            }
            Kind::Date | Kind::Age => years_of(policy, kind, value, scope),
            Kind::Exact => None,
            _ => {
                let mut maker = Maker {
                    names: self.names.as_deref()?,
                    key,
                    tweak,
                    shared,
                    people: &scope.people,
                    assigned: &mut scope.assigned,
                };
                let new = match kind {
                    Kind::Coordinates => return self.reserved.sea()?.write(&mut maker, value),
                    Kind::Postcode => return self.reserved.postcodes.write(&mut maker, value, None, true),
                    Kind::Address => address::write(&mut maker, &self.reserved.postcodes, value),
                    Kind::Person => persona::name(&mut maker, value),
                    Kind::Email => online::email(&mut maker, value),
                    Kind::Url => online::url(&mut maker, value),
                    _ => online::login(&mut maker, value),
                }?;
                maker.distinct(kind, &identity, new)
            }
        }
    }
}

/// Whether values of an entity type are those of a parameter, whatever it is.
fn is_query(entity: &EntityType) -> bool {
    entity.as_str() == PERSONAL_QUERY
}

/// What the parameters are that name a person, beside dates, whose surrogates cannot be told from others.
fn queried() -> impl Iterator<Item = (Kind, EntityType)> {
    let entities = ["EMAIL_ADDRESS", "PERSON", "PHONE_NUMBER", "US_SSN"].into_iter();
    entities.filter_map(EntityType::new).map(|entity| (Kind::of(&entity), entity))
}

/// Another age or date in the form of the value.
fn years_of(policy: &Policy, kind: Kind, value: &str, scope: &mut RecordScope<'_>) -> Option<String> {
    let tweak = scope.surrogates.bytes();
    let everywhere = policy.scope == SurrogateScope::Dataset;
    let of = years::Of { key: &policy.keys.surrogate, tweak: &tweak, everywhere };
    if kind == Kind::Age {
        return years::age(&of, value);
    }
    let written = WrittenDate::read_in(value, &scope.tongues)?;
    let date = written.date()?;
    // What else a record says must not matter where the same date of another record becomes the same one.
    let age = scope.years.age_of(date).filter(|_| !scope.assigned.is_shared());
    let identity = format!("{date}{}", if written.day.is_some() { "" } else { " month" });
    let new =
        scope.assigned.assign("date", &identity, |_| years::date(&of, &written, age).map(|date| date.to_string()))?;
    Some(written.written(new.parse().ok()?))
}

/// What makes the words of a name or an address.
struct Maker<'m> {
    names: &'m Names,
    key: &'m Key,
    /// What tells one scope from another.
    tweak: [u8; 16],
    /// Whether records of the scope do not know of each other.
    shared: bool,
    people: &'m People,
    assigned: &'m mut Assigned,
}

impl Maker<'_> {
    /// The surrogate of a word in the space of its kind.
    fn assign(
        &mut self,
        space: &str,
        word: &str,
        mut make: impl FnMut(&mut Draw<'_>) -> Option<String>,
    ) -> Option<String> {
        let words = [space.as_bytes(), &self.tweak, word.as_bytes()];
        self.assigned.assign(space, word, |attempt| make(&mut Draw::new(self.key, words, attempt)))
    }

    /// A surrogate that is made of words, unless another value has it: two initials may be the same one. An address then gets
    /// a number, and a name none.
    fn distinct(&mut self, kind: Kind, identity: &str, new: String) -> Option<String> {
        let plain = canonical(kind, &new);
        let space = match kind {
            Kind::Person => "person",
            Kind::Email => "email",
            Kind::Url => "url",
            Kind::Address => "address",
            _ => "handle",
        };
        let got = self.assigned.assign(space, identity, |attempt| match (attempt, kind, plain.split_once('@')) {
            (0, _, _) => Some(plain.clone()),
            (_, Kind::Person | Kind::Address, _) => None,
            (_, Kind::Email, Some((local, host))) => Some(format!("{local}{attempt}@{host}")),
            (_, Kind::Url, _) => Some(format!("{plain}/{attempt}")),
            _ => Some(format!("{plain}{attempt}")),
        })?;
        Some(if got == plain { new } else { got })
    }
}

/// What rules find in the query of a web address because of the name that it goes by there: its value alone, which is no address.
const PERSONAL_QUERY: &str = "URL_PERSONAL_QUERY";

/// Writes the surrogate of a value, or a placeholder if there is none that is safe. A value that is safe already stays.
pub(super) fn write(
    policy: &Policy,
    entity: &EntityType,
    value: &str,
    scope: &mut RecordScope<'_>,
    out: &mut String,
) -> Action {
    let kind = Kind::of(entity);
    let surrogates = &policy.surrogates;
    if surrogates.is_own(kind, entity, value, &scope.phones) {
        return Action::Keep;
    }
    if let Some(surrogate) = surrogates.make(policy, kind, entity, value, scope) {
        out.push_str(&surrogate);
        return Action::Replace;
    }
    scope.fall_back(entity);
    if scope.assigned.is_shared() {
        let identity = surrogates.identity(kind, entity, value, &scope.phones);
        let parts = [b"tag".as_slice(), &scope.surrogates.bytes(), entity.as_str().as_bytes(), identity.as_bytes()];
        return placeholder::write_tagged(entity, policy.keys.surrogate.digest(&parts), out);
    }
    placeholder::write_numbered(entity, scope.number(entity, value), out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{OperatorChoice, OperatorName, Redact};
    use crate::redact::RecordIdentity;

    #[test]
    fn an_invented_name_is_known_again_in_a_query() {
        let redact = Redact { default: OperatorChoice::Name(OperatorName::Surrogate), ..Redact::default() };
        let policy = Policy::new(&redact, &Key::derive("test", b"")).unwrap();
        let entity = |name: &str| EntityType::new(name).unwrap();
        let written = |name: &str, value: &str| {
            let mut out = String::new();
            let action = policy.act(&entity(name), value, &mut policy.scope(&RecordIdentity::default()), &mut out);
            (action, out)
        };
        let (_, invented) = written("PERSON", "Jane Doe");
        for value in [invented.replace(' ', "+"), invented.clone()] {
            assert_eq!(written(PERSONAL_QUERY, &value).0, Action::Keep, "{value}");
            let phones = Phones::default();
            assert!(policy.surrogates.is_reserved(Kind::Url, &entity(PERSONAL_QUERY), &value, &phones), "{value}");
        }
        let half = format!("Jane+{}", invented.split(' ').next().unwrap());
        for value in ["Jane+Doe", "jane.doe@acme.com", "+44 20 7123 4567", "J+D", half.as_str()] {
            assert_eq!(written(PERSONAL_QUERY, value).0, Action::Replace, "{value}");
        }
        assert_eq!(written("URL", &invented).0, Action::Replace, "a name is no address");
    }
}
