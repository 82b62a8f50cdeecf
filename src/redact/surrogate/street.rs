//! Words of postal addresses that are nobody's: what streets, units and boxes are called, directions, small words, countries; and
//! which country's way of writing they show.
//!
//! Compiled for this project from general knowledge and the rules of `rules/address`. Folded: lower case, without marks.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// How addresses of a language are written.
#[derive(Debug)]
pub(super) struct Style {
    /// The culture (of `rules/personas`) that invented words are of.
    pub(super) culture: &'static str,
    /// Countries whose postcodes are looked for, the first that has the form counts.
    pub(super) countries: &'static [&'static str],
    /// Words that show the style where the address begins with them, or where they follow its number.
    first: &'static str,
    /// Words that show the style wherever they stand.
    marks: &'static str,
    /// Ends of words that say what kind of street it is.
    pub(super) endings: &'static [&'static str],
}

/// English, and whatever shows no other style.
static ENGLISH: Style =
    Style { culture: "english", countries: &["GB", "CA", "US", "NG"], first: "", marks: "", endings: &[] };

/// English as written in Nigeria, where a place says which names are usual.
static NIGERIAN: [Style; 3] = [
    Style {
        culture: "igbo",
        countries: &["NG"],
        first: "",
        marks: "enugu onitsha owerri aba awka umuahia nnewi nsukka asaba abakaliki anambra imo abia ebonyi",
        endings: &[],
    },
    Style {
        culture: "hausa",
        countries: &["NG"],
        first: "",
        marks: "kano kaduna katsina sokoto zaria maiduguri bauchi gusau dutse gombe kebbi jigawa",
        endings: &[],
    },
    Style {
        culture: "yoruba",
        countries: &["NG"],
        first: "",
        marks: "nigeria lagos ikoyi ikeja lekki surulere yaba ajah ikorodu apapa mushin oshodi ibadan abeokuta akure osogbo \
                ilorin ogbomoso oyo ogun osun ekiti ondo abuja garki wuse maitama asokoro gwarinpa kubwa harcourt warri \
                calabar benin uyo jos",
        endings: &[],
    },
];

/// Cultures of Nigeria, whose names are known in English addresses.
pub(super) const NIGERIAN_CULTURES: [&str; 3] = ["igbo", "hausa", "yoruba"];

impl Style {
    /// Whether it is one of those in English.
    pub(super) fn is_english(&self) -> bool {
        self.culture == ENGLISH.culture || NIGERIAN_CULTURES.contains(&self.culture)
    }
}

/// Where more than one shows, the first counts.
static STYLES: [Style; 9] = [
    Style {
        culture: "polish",
        countries: &["PL"],
        first: "al os pl",
        marks: "ul ulica ulicy aleja aleje alei osiedle osiedla osiedlu plac placu polska poland",
        endings: &[],
    },
    Style {
        culture: "dutch",
        countries: &["NL", "AT"],
        first: "",
        marks: "nederland netherlands postbus",
        endings: &["straat", "laan", "plein", "gracht", "kade", "dijk", "singel"],
    },
    Style {
        culture: "nordic",
        countries: &["SE"],
        first: "",
        marks: "sverige sweden norge norway danmark denmark suomi finland postboks",
        endings: &[
            "gatan", "gata", "vägen", "vagen", "veien", "vegen", "vej", "gade", "allé", "katu", "tie", "plads", "plass",
        ],
    },
    Style {
        culture: "german",
        countries: &["DE", "AT"],
        first: "",
        marks: "deutschland germany osterreich austria schweiz postfach strasse str platz allee gasse ufer damm chaussee weg",
        endings: &[
            "straße", "strasse", "str", "weg", "platz", "allee", "gasse", "ufer", "damm", "chaussee", "steig",
            "graben", "ring",
        ],
    },
    Style {
        culture: "italian",
        countries: &["IT"],
        first: "via viale vicolo piazza piazzale corso largo strada contrada lungomare lungotevere lungarno",
        marks: "italia italy casella",
        endings: &[],
    },
    Style {
        culture: "iberian",
        countries: &["BR", "PT"],
        first: "rua travessa praca estrada",
        marks: "portugal brasil brazil caixa",
        endings: &[],
    },
    Style {
        culture: "iberian",
        countries: &["ES"],
        first: "calle c avda avd avenida av plaza pl pza paseo carrer camino cno ronda travesia carretera ctra urb \
                urbanizacion glorieta callejon pasaje barrio rambla alameda carrera cra transversal placa",
        marks: "espana spain mexico argentina colombia chile peru apartado",
        endings: &[],
    },
    Style {
        culture: "french",
        countries: &["FR", "CA", "AT"],
        first: "rue avenue av boulevard bd place chemin allee impasse quai cours route square passage sentier faubourg \
                villa voie esplanade promenade hameau cite montee",
        marks: "france cedex belgique luxembourg rue",
        endings: &[],
    },
    Style {
        culture: "german",
        countries: &["AT"],
        first: "",
        marks: "wien graz linz salzburg innsbruck",
        endings: &[],
    },
];

/// Words that stay wherever they stand.
static KEPT: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let kept = "street st road rd avenue ave av boulevard blvd lane ln crescent cres terrace ter parkway pkwy highway hwy \
        expressway broadway drive drives dr court ct place pl way square sq close circle cir trail trl gardens grove hill \
        estate layout \
        strasse str weg platz allee gasse ufer damm chaussee steig graben ring am im an auf bei zum zur \
        straat laan plein gracht kade dijk singel gatan gata vagen veien vegen vej gade katu tie plads plass \
        via viale vicolo piazza piazzale corso largo strada contrada lungomare lungotevere lungarno p zza v le c so snc \
        rua travessa praca estrada bairro rodovia \
        calle avda avd avenida plaza pza paseo carrer camino cno ronda travesia carretera ctra urb urbanizacion glorieta \
        callejon pasaje barrio rambla alameda carrera cra transversal placa no num numero \
        rue bd chemin impasse quai cours route passage sentier faubourg villa voie esplanade promenade hameau cite montee \
        bis ter quater cedex \
        ul ulica ulicy al aleja aleje alei os osiedle osiedla osiedlu plac placu ks gen sw \
        flat apt apartment suite ste unit floor fl room rm bldg building block blk plot house shop tower mansions point \
        oficina despacho consultorio studio level bloque edificio torre manzana lote etapa \
        piso planta puerta esc escalera portal bajo depto dpto int interior local apto bloco andar appt app appartement \
        etage bat batiment interno scala lok lokal m mieszkanie whg wohnung top stiege bus lgh th izq izda dcha der iz \
        north south east west northeast northwest southeast southwest n s e w ne nw se sw \
        de del de la las los el le les l d du des da do dos das dei delle della dello degli di y e i et and of the upon on \
        sur sous aux au en aan op van den der het nad w na in il lo a o und \
        office post box po postfach apartado correos postal aereo private mail bag locked caixa postbus postboks skr poczt \
        casella postale psc cmr uss usns usnv uscgc fpo apo dpo aa ae ap \
        deutschland germany osterreich austria schweiz switzerland france espana spain italia italy polska poland \
        portugal nederland netherlands belgique belgie belgium luxembourg sverige sweden norge norway danmark denmark \
        suomi finland uk england scotland wales ireland united kingdom great britain usa states america canada nigeria ghana \
        kenya india australia mexico argentina colombia chile peru brasil brazil state";
    kept.split_whitespace().collect()
});

/// Codes of states, territories and provinces (ISO 3166-2 of the United States, Canada and Australia).
static STATES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let codes = "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK \
        OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR VI GU AS MP AB BC MB NB NL NS NT NU ON PE QC SK YT NSW VIC QLD \
        TAS ACT FCT";
    codes.split_whitespace().collect()
});

/// Words that a box's number follows.
const BOXES: &str = " box postfach apartado correos aereo postal bag caixa postbus postboks poczt postale psc cmr ";

/// Whether a word is in a list of words with spaces around.
fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

/// Whether a word, and what it is when folded, names nobody's place. Two capitals are the code of a state or a province, unless all
/// of the address is in capitals.
pub(super) fn is_kept(word: &str, folded: &str, capitals: bool) -> bool {
    let code = !capitals && word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    folded.len() == 1 || KEPT.contains(folded) || STATES.contains(word) || code
}

/// Whether a box's number follows a folded word.
pub(super) fn is_box(folded: &str) -> bool {
    is_in(BOXES, folded)
}

/// The style of an address by its folded words. `numbered`: it begins with a number, which a word follows (`then_word`).
pub(super) fn style(words: &[String], numbered: bool, then_word: bool) -> &'static Style {
    let ends = |style: &Style, word: &str| {
        let folded = style.endings.iter().map(|ending| super::fold::fold(ending).unwrap_or_default());
        folded.into_iter().any(|ending| word.len() > ending.len() + 1 && word.ends_with(&ending))
    };
    let shows = |style: &Style| {
        let french = style.culture == "french";
        let first = words.iter().find(|word| !matches!(word.as_str(), "bis" | "ter" | "quater"));
        let english = french && words.iter().skip(1).any(|word| is_in("street st road rd lane ln drive dr", word));
        (numbered == french && (then_word || !french) && first.is_some_and(|word| is_in(style.first, word)) && !english)
            || words.iter().any(|word| is_in(style.marks, word))
            || (!numbered && words.iter().any(|word| ends(style, word)))
    };
    let nigerian = |style: &&Style| words.iter().any(|word| is_in(style.marks, word));
    let styles = STYLES.iter().find(|style| shows(style));
    styles.or_else(|| NIGERIAN.iter().find(nigerian)).unwrap_or(&ENGLISH)
}

/// A word that ends in the kind of its street, and that end.
pub(super) fn stem<'w>(style: &Style, word: &'w str) -> Option<(&'w str, &'w str)> {
    let lower = word.to_lowercase();
    let ending = style.endings.iter().filter(|ending| lower.ends_with(**ending)).max_by_key(|ending| ending.len())?;
    // Lower case may have another length.
    let at = word.len().checked_sub(ending.len()).filter(|at| *at > 1 && lower.len() == word.len())?;
    word.split_at_checked(at)
}
