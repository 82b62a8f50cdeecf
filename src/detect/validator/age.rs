//! Ages: whose they are. People have them, and so have houses.

use super::{Value, Verdict};

/// Words behind an age that say a person is meant, lower case.
const PEOPLE: &str = "
    accountant actor actress adult analyst applicant architect artist athlete aunt author baby banker boy brother bride builder
    candidate caller carer cashier child citizen claimant cleaner client clerk coach colleague consultant cook cousin customer
    dad daughter defendant dentist designer developer director doctor driver electrician employee engineer executive farmer
    father female friend girl graduate grandfather grandmother granddaughter grandson groom guest guy housewife husband
    immigrant inmate instructor journalist lady lawyer lecturer librarian male man manager mechanic member men mother mum
    musician neighbour neighbor nephew niece nurse officer operator owner painter paramedic parent passenger patient pensioner
    person pharmacist photographer pilot player plumber politician programmer professor pupil receptionist refugee resident
    retiree scientist secretary self seller sister smoker soldier son student suspect tailor teacher technician teenager tenant
    tourist trader trainee tutor uncle victim volunteer waiter waitress wife widow widower witness woman women worker writer
    youth angestellte angestellter bruder dame frau herr junge kind kunde kundin lehrer lehrerin mann mieter mieterin mutter
    mädchen patient patientin rentner rentnerin schwester schüler schülerin sohn student studentin tochter vater
";

/// Things that have ages and are nobody, lower case.
const THINGS: &str = "
    aircraft airplane airport album app appliance application apartment archive association bakery bank bar battery boat
    boiler book bottle brand bridge building bug bus business camera car castle cathedral cemetery champagne cheese chapel
    church city club code codebase cognac college company compiler computer contract copy cottage custom dam database design
    desktop device disk dispute document dress drive edifice elevator engine estate factory farm feud field film firm flat
    forest fort fossil foundation franchise fridge furnace furniture game garage garden guitar hardware hospital hotel house
    idea industry institution instrument issue item kernel laptop law library lift lighthouse loan machine magazine mansion
    manuscript marriage mill mine monument mortgage mosque motorcycle motor motorbike movie museum newspaper oak object
    organisation organization painting palace paper park phone photo photograph piano picture pipeline plane platform policy
    port printer problem product programme program project property protocol pub railway record recipe refrigerator relic
    restaurant road rock roof router ruin rum rule sailboat school scotch server shed ship shop skyscraper software song
    stadium standard startup station statue store street structure synagogue system tank technology temple term theater theatre ticket
    toolkit tower town tractor tradition train treaty tree truck tunnel university van vehicle vessel village vineyard violin
    wall war warehouse watch website well whiskey whisky windmill wine yacht
    auto baum bauwerk bauzeit bestehen brücke buche burg ehe eiche fabrik fahrzeug firma flasche gebäude gemälde geschichte
    gesellschaft gmbh haus heizung hotel jubiläum kirche laufzeit linde mauer rechner schiff schloss schule stadt tanne
    tradition turm unternehmen verein wagen wein wohnung
    albero arbre azienda bateau bâtiment carro casa château coche edificio edifício empresa entreprise iglesia laptop livre
    macchina maison ordinateur palazzo pont ponte puente société vin vino vinho voiture árbol árvore église
";

/// Verbs between what has an age and the age.
const VERBS: &str =
    "is are was were be been turned turns ist sind war waren est sont était es son era é foi è sono jest był była";

/// Words between verb and age.
const ADVERBS: &str = "
    a about actually almost already an approximately around at barely exactly just least less more nearly now only over roughly
    some than the today well fast jetzt knapp mehr mindestens nun rund schon über als etwa bereits déjà plus environ casi più già
";

/// Words before a thing that make it a part of what is said of somebody else: `the owner of the house is …`.
const PARTS: &str = "
    of in at from by for with near to on inside behind who whose des der dem im am vom von aus bei de del du dans da do
    della dello nel w z
";

/// How many words behind an age are looked at, and how many of them can be the thing.
const BEHIND: (usize, usize) = (3, 2);

/// Refused where what has the age is plainly a thing, valid where a person follows.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    if value.matched().ends_with(|c: char| c.is_ascii_digit()) {
        // A label says whose it is.
        return value.decided(false);
    }
    let behind = || clause(value.after()).take(BEHIND.0);
    if behind().any(|word| is_in(PEOPLE, &word)) {
        return value.decided(true);
    }
    let thing = behind().take(BEHIND.1).any(|word| is_thing(&word));
    if thing || is_of_thing(value.before()) { Verdict::Refused } else { value.decided(false) }
}

/// The words behind an age, in lower case, up to the end of the clause or a word that begins another part of it.
fn clause(after: &str) -> impl Iterator<Item = String> + '_ {
    let mut ended = !after.starts_with(' ');
    after.split_ascii_whitespace().map_while(move |word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let open = !ended;
        ended |= !word.ends_with(char::is_alphanumeric);
        (open && !bare.is_empty() && !is_in(PARTS, &bare)).then_some(bare)
    })
}

/// Whether the text ends in a thing, a verb, and what may stand between that and the age.
fn is_of_thing(before: &str) -> bool {
    let mut words = before.rsplit(' ').filter(|word| !word.is_empty()).map(str::to_lowercase).take(10).peekable();
    while words.next_if(|word| is_in(ADVERBS, word)).is_some() {}
    let verb = words.next().is_some_and(|word| is_in(VERBS, &word));
    let thing = words.next().is_some_and(|word| is_thing(&word));
    let mut rest = words.take(3).take_while(|word| !word.ends_with(['.', ',', ';', ':', '!', '?', '\n']));
    verb && thing && !rest.any(|word| is_in(PARTS, &word) || word.ends_with("'s") || word.ends_with("’s"))
}

fn is_thing(word: &str) -> bool {
    let single = word.strip_suffix('s').unwrap_or(word);
    is_in(THINGS, word) || is_in(THINGS, single)
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|other| other == word)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::Age;

    #[test]
    fn people_are_told_from_things() {
        for (text, kind) in [
            ("The house is ⟦45 years old⟧ and was sold", '-'),
            ("Our server is about ⟦9 years old⟧ now", '-'),
            ("an ⟦85-year-old⟧ bridge", '-'),
            ("a ⟦12-year-old⟧ Scotch.", '-'),
            ("the ⟦30-year-old⟧ stone cottages", '-'),
            ("Das Haus ist schon ⟦45 Jahre alt⟧.", '-'),
            ("zum ⟦25-jährigen⟧ Bestehen", '-'),
            ("She is ⟦45 years old⟧ and sold the house", 'U'),
            ("The owner of the house is ⟦45 years old⟧", 'U'),
            ("our neighbour's house is ⟦45 years old⟧", 'U'),
            ("The ⟦45-year-old⟧, whose house", 'U'),
            ("a ⟦45-year-old⟧ from the company", 'U'),
            ("the house of a ⟦45-year-old⟧ man", 'V'),
            ("a ⟦34-year-old⟧ software engineer", 'V'),
            ("die ⟦34-jährige⟧ Patientin", 'V'),
            ("Age: ⟦47⟧ house 3", 'U'),
        ] {
            assert!(probe(Age, text).starts_with(kind), "{text}: {}", probe(Age, text));
        }
    }
}
