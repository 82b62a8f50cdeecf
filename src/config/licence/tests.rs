//! Which spellings are understood, which are not, and how expressions are judged.

use proptest::prelude::*;

use super::*;

fn recognised(written: &str) -> Option<String> {
    Licence::recognise(written).map(|licence| licence.as_str().to_owned())
}

#[test]
fn usual_spellings_are_recognised() {
    for (written, id) in [
        ("MIT", "MIT"),
        ("mit", "MIT"),
        ("MIT License", "MIT"),
        ("The MIT License", "MIT"),
        ("apache 2.0", "Apache-2.0"),
        ("apache-2.0", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("Apache 2", "Apache-2.0"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("cc-by-sa-4.0", "CC-BY-SA-4.0"),
        ("Creative Commons Attribution 4.0 International", "CC-BY-4.0"),
        ("CC0", "CC0-1.0"),
        ("BSD 3-Clause", "BSD-3-Clause"),
        ("GPL-2.0", "GPL-2.0-only"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("GPLv3", "GPL-3.0-only"),
        ("Apache-2.0+", "Apache-2.0+"),
        ("mit or (apache-2.0 and bsd-3-clause)", "MIT OR Apache-2.0 AND BSD-3-Clause"),
        ("(MIT OR Apache-2.0) AND CC-BY-4.0", "(MIT OR Apache-2.0) AND CC-BY-4.0"),
        ("GPL-2.0-only with classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("LicenseRef-acme-7", "LicenseRef-acme-7"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("http://www.creativecommons.org/licenses/by-nc-sa/3.0/deed.en", "CC-BY-NC-SA-3.0"),
        ("https://creativecommons.org/licenses/by/3.0/de/", "CC-BY-3.0-DE"),
        ("https://creativecommons.org/publicdomain/zero/1.0/legalcode", "CC0-1.0"),
        ("https://spdx.org/licenses/Apache-2.0.html", "Apache-2.0"),
    ] {
        assert_eq!(recognised(written).as_deref(), Some(id), "{written}");
    }
}

#[test]
fn doubtful_ones_are_not() {
    for written in [
        "",
        "  ",
        "gpl",
        "bsd",
        "apache",
        "unknown",
        "NOASSERTION",
        "NONE",
        "MIT OR NOASSERTION",
        "wxWindows",
        "GPL-2.0-with-classpath-exception",
        "MIT but not for training",
        "MIT-ish",
        "MIT AND",
        "MIT/Apache-2.0",
        "all rights reserved",
        "CC BY 9.9",
        "https://creativecommons.org/licenses/by/4.0/xx/",
        "https://example.com/licenses/by/4.0/",
    ] {
        assert_eq!(recognised(written), None, "{written}");
    }
    assert_eq!(recognised(&format!("MIT{}", " OR MIT".repeat(200))), None);
}

#[test]
fn a_job_file_writes_ids_exactly() {
    assert!(Licence::parse("MIT OR LicenseRef-acme").is_ok());
    for written in ["", "mit", "Apache 2.0", "GPL-2.0", "MIT,Apache-2.0"] {
        assert!(Licence::parse(written).is_err(), "{written}");
    }
}

#[test]
fn brackets_decide() {
    let judge = |text: &str| Licence::parse(text).unwrap().holds(|term| term.name != "MIT");
    assert!(!judge("MIT AND Apache-2.0"));
    assert!(judge("MIT OR Apache-2.0"));
    assert!(judge("MIT AND Apache-2.0 OR Zlib"));
    assert!(!judge("MIT AND (Apache-2.0 OR Zlib)"));
}

#[test]
fn an_only_entry_covers_or_later() {
    let term = |text: &str| Licence::parse(text).unwrap().terms()[0].clone();
    assert!(term("GPL-3.0-or-later").is_covered_by("GPL-3.0-only"));
    assert!(!term("GPL-3.0-only").is_covered_by("GPL-3.0-or-later"));
    assert!(term("GPL-2.0-only WITH Classpath-exception-2.0").is_covered_by("GPL-2.0-only"));
    assert!(term("Apache-2.0+").is_covered_by("Apache-2.0"));
    assert_eq!(term("MIT WITH AdditionRef-x").references, ["AdditionRef-x"]);
}

proptest! {
    #[test]
    fn no_text_breaks_it_and_canonical_forms_stay(written in r"[ ()+/:A-Za-z0-9.-]{0,40}|\PC{0,40}|(mit|or|and|with|GPL-2\.0|\(|\)|\+| ){0,9}") {
        if let Some(id) = recognised(&written) {
            prop_assert_eq!(recognised(&id), Some(id));
        }
    }
}
