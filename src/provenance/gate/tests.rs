//! Policy × source × record → verdict, and what must hold for all of them.

use proptest::prelude::*;

use super::*;
use crate::config::parse;

/// A gate over one source. `rights` and `source` are lines of a job file.
fn gate(rights: &str, source: &str) -> Gate {
    let text = format!(
        "dataset = {{ name = \"d\", version = \"1\" }}\noutput = {{ uri = \"o\", targets = [\"t\"] }}\n\
         [rights]\n{rights}\n[[source]]\nname = \"s\"\nuri = \"a.txt\"\nmap.text = \"t\"\n{source}"
    );
    let job = parse(&text).unwrap_or_else(|problems| panic!("{problems:?}"));
    Gate::compile(&job.rights, &job.source).unwrap()
}

fn meta(licence: Option<&str>, consent: Option<&str>, url: Option<&str>) -> Meta {
    Meta {
        licence: licence.map(Text::new),
        consent: consent.map(Text::new),
        url: url.map(Text::new),
        ..Meta::default()
    }
}

const MIT: &str = "provenance.licence = \"MIT\"\nprovenance.basis = \"open-licence\"";

#[test]
fn sources_are_judged_before_they_are_read() {
    use Reason::*;
    let basis = "provenance.basis = \"owned\"";
    let with = |licence: &str| format!("{basis}\nprovenance.licence = \"{licence}\"");
    let located = |codes: &str| format!("{MIT}\nprovenance.jurisdictions = {codes}");
    // `None` is allowed.
    for (rights, source, refusal) in [
        ("", MIT.to_owned(), None),
        ("", basis.to_owned(), Some(LicenceMissing)),
        ("require_licence = false", basis.to_owned(), None),
        ("", "provenance.licence = \"MIT\"".to_owned(), Some(BasisDenied)),
        ("require_basis = false", "provenance.licence = \"MIT\"".to_owned(), None),
        ("allow_licences = [\"MIT\"]", with("MIT"), None),
        ("allow_licences = [\"MIT\"]", with("Zlib"), Some(LicenceDenied)),
        ("allow_licences = [\"MIT\"]", with("MIT OR Zlib"), None),
        ("allow_licences = [\"MIT\"]", with("MIT AND Zlib"), Some(LicenceDenied)),
        ("allow_licences = [\"MIT\", \"Zlib\"]", with("MIT AND Zlib"), None),
        ("deny_licences = [\"MIT\"]", with("MIT OR Zlib"), None),
        ("deny_licences = [\"MIT\"]", with("MIT AND Zlib"), Some(LicenceDenied)),
        ("deny_licences = [\"MIT\"]\nallow_licences = [\"MIT\"]", with("MIT"), Some(LicenceDenied)),
        ("deny_licences = [\"MIT\", \"Zlib\"]", with("MIT OR Zlib"), Some(LicenceDenied)),
        ("deny_licences = [\"GPL-3.0-only\"]", with("GPL-3.0-or-later"), Some(LicenceDenied)),
        ("allow_licences = [\"GPL-2.0-only\"]", with("GPL-2.0-only WITH Classpath-exception-2.0"), None),
        ("allow_licences = [\"LicenseRef-acme\"]", with("LicenseRef-acme"), None),
        ("allow_licences = [\"LicenseRef-acme\"]", with("LicenseRef-other"), Some(LicenceDenied)),
        ("", with("LicenseRef-other"), None),
        ("allow_bases = [\"owned\"]", MIT.to_owned(), Some(BasisDenied)),
        ("allow_bases = [\"owned\", \"open-licence\"]", MIT.to_owned(), None),
        (
            "allow_bases = [\"owned\"]\nrequire_basis = false",
            "provenance.licence = \"MIT\"".to_owned(),
            Some(BasisDenied),
        ),
        ("require_evidence = true", MIT.to_owned(), Some(EvidenceMissing)),
        ("require_evidence = true", format!("{MIT}\nprovenance.evidence = \"DPA-7\""), None),
        ("allow_jurisdictions = [\"DE\"]", MIT.to_owned(), Some(JurisdictionDenied)),
        ("allow_jurisdictions = [\"DE\"]", located("[\"DE\"]"), None),
        ("allow_jurisdictions = [\"DE\"]", located("[\"DE\", \"US\"]"), Some(JurisdictionDenied)),
        ("allow_jurisdictions = [\"EU\"]", located("[\"DE\", \"FR\"]"), None),
        ("allow_jurisdictions = [\"EU\"]", located("[\"EU\"]"), None),
        ("allow_jurisdictions = [\"EU\"]", located("[\"GB\"]"), Some(JurisdictionDenied)),
        ("allow_jurisdictions = [\"DE\"]", located("[\"EU\"]"), Some(JurisdictionDenied)),
        ("deny_jurisdictions = [\"EU\"]", located("[\"US\", \"IE\"]"), Some(JurisdictionDenied)),
        ("deny_jurisdictions = [\"DE\"]", located("[\"EU\"]"), Some(JurisdictionDenied)),
        ("deny_jurisdictions = [\"DE\"]", located("[\"NG\"]"), None),
        ("deny_jurisdictions = [\"DE\"]", MIT.to_owned(), None),
        (
            "allow_jurisdictions = [\"DE\"]\ndeny_jurisdictions = [\"EU\"]",
            located("[\"DE\"]"),
            Some(JurisdictionDenied),
        ),
    ] {
        let gate = gate(rights, &source);
        let found = match gate.source(0) {
            SourceVerdict::Allowed => None,
            SourceVerdict::Denied(denial) => Some(denial.reason),
            SourceVerdict::PerRecord => panic!("{rights} / {source}: nothing is mapped"),
        };
        assert_eq!(found, refusal, "{rights} / {source}");
        // Where no record can override anything, records are judged as their source is.
        assert_eq!(gate.record(0, &meta(None, None, None)).err(), refusal, "{rights} / {source}");
    }
}

#[test]
fn records_are_judged_by_their_own_fields() {
    use Reason::*;
    let bare = "provenance.basis = \"owned\"";
    let allow = "allow_licences = [\"MIT\", \"CC-BY-4.0\", \"LicenseRef-acme\"]";
    let (licence, consent, url) = ("map.licence = \"l\"", "map.consent = \"c\"", "map.url = \"u\"");
    let none = meta(None, None, None);
    for (rights, source, record, verdict) in [
        // Its own licence counts, in canonical form.
        (allow, format!("{MIT}\n{licence}"), meta(Some("cc by 4.0"), None, None), Ok(Some("CC-BY-4.0"))),
        (allow, format!("{MIT}\n{licence}"), meta(Some(" MIT License "), None, None), Ok(Some("MIT"))),
        (allow, format!("{MIT}\n{licence}"), meta(Some("Zlib"), None, None), Err(LicenceDenied)),
        (allow, format!("{MIT}\n{licence}"), meta(Some("zlib or mit"), None, None), Ok(Some("Zlib OR MIT"))),
        (allow, format!("{MIT}\n{licence}"), meta(Some("who knows"), None, None), Err(LicenceUnknown)),
        (allow, format!("{MIT}\n{licence}"), meta(Some(""), None, None), Err(LicenceUnknown)),
        (allow, format!("{MIT}\n{licence}"), meta(Some("NOASSERTION"), None, None), Err(LicenceUnknown)),
        (allow, format!("{MIT}\n{licence}"), none.clone(), Ok(Some("MIT"))),
        (allow, format!("{bare}\n{licence}"), none.clone(), Err(LicenceMissing)),
        ("require_licence = false", format!("{bare}\n{licence}"), none.clone(), Ok(None)),
        ("require_licence = false", format!("{bare}\n{licence}"), meta(Some("?"), None, None), Err(LicenceUnknown)),
        // References must be named by the job.
        (allow, format!("{bare}\n{licence}"), meta(Some("LicenseRef-acme"), None, None), Ok(Some("LicenseRef-acme"))),
        ("", format!("{bare}\n{licence}"), meta(Some("LicenseRef-Ada.Example"), None, None), Err(LicenceUnknown)),
        ("", format!("{bare}\n{licence}"), meta(Some("MIT WITH AdditionRef-Ada"), None, None), Err(LicenceUnknown)),
        // A field that is not mapped does not count.
        ("", MIT.to_owned(), meta(Some("Zlib"), Some("no"), None), Ok(Some("MIT"))),
        // Consent.
        ("", format!("{MIT}\n{consent}"), meta(None, Some(" Yes "), None), Ok(Some("MIT"))),
        ("", format!("{MIT}\n{consent}"), meta(None, Some("GRANTED"), None), Ok(Some("MIT"))),
        ("", format!("{MIT}\n{consent}"), meta(None, Some("no"), None), Err(ConsentMissing)),
        ("", format!("{MIT}\n{consent}"), meta(None, Some("yes, but"), None), Err(ConsentMissing)),
        ("", format!("{MIT}\n{consent}"), meta(None, Some(""), None), Err(ConsentMissing)),
        ("", format!("{MIT}\n{consent}"), none.clone(), Err(ConsentMissing)),
        // Evidence.
        (
            "require_evidence = true",
            format!("{MIT}\n{url}"),
            meta(None, None, Some("https://example.com/1")),
            Ok(Some("MIT")),
        ),
        ("require_evidence = true", format!("{MIT}\n{url}"), meta(None, None, Some(" ")), Err(EvidenceMissing)),
        ("require_evidence = true", format!("{MIT}\n{url}"), none.clone(), Err(EvidenceMissing)),
    ] {
        let gate = gate(rights, &source);
        let found = gate.record(0, &record).map(|tags| tags.licence);
        assert_eq!(found, verdict.map(|licence| licence.map(str::to_owned)), "{rights} / {source}");
        let per_record = [licence, consent].iter().any(|map| source.contains(map)) || rights.contains("evidence");
        assert_eq!(gate.source(0) == SourceVerdict::PerRecord, per_record, "{rights} / {source}");
    }
}

#[test]
fn what_no_record_can_mend_refuses_the_source() {
    let gate = gate("allow_bases = [\"owned\"]", &format!("{MIT}\nmap.licence = \"l\""));
    let SourceVerdict::Denied(denial) = gate.source(0) else { panic!("the basis is not per record") };
    assert_eq!(
        denial.to_string(),
        "Q304 basis-denied: it has no `provenance.basis`, or one that `rights.allow_bases` does not list"
    );
    assert!(matches!(gate.source(7), SourceVerdict::Denied(_)));
    assert_eq!(gate.record(7, &meta(None, None, None)), Err(Reason::LicenceMissing));
    assert_eq!(gate.describe(7), None);
}

#[test]
fn the_manifest_gets_what_a_reviewer_needs() {
    let gate = gate(
        "",
        "map.licence = \"l\"\nprovenance.licence = \"(MIT)\"\nprovenance.basis = \"contract\"\nprovenance.evidence = \"DPA-7\"\n\
         provenance.jurisdictions = [\"NG\", \"EU\"]\nprovenance.collected = { from = 2026-01-01, method = \"export\" }\n\
         provenance.retain_until = 2030-12-31",
    );
    let shown = serde_json::to_value(gate.describe(0)).unwrap();
    assert_eq!(
        shown,
        serde_json::json!({
            "licence": "MIT", "basis": "contract", "evidence": "DPA-7", "owner": null, "jurisdictions": ["EU", "NG"],
            "collected_from": "2026-01-01", "collected_to": null, "collected_by": "export", "subjects": [],
            "retain_until": "2030-12-31", "synthetic": false, "teacher": null, "per_record": ["licence"],
        })
    );
}

#[test]
fn a_policy_that_was_not_checked_fails_closed() {
    let compile = |rights: Rights, licence: &str, code: &str| {
        let mut job = parse(
            "dataset = { name = \"d\", version = \"1\" }\noutput = { uri = \"o\", targets = [\"t\"] }\n\
             source = [{ name = \"s\", uri = \"a.txt\" }]",
        )
        .unwrap();
        job.source[0].provenance.licence = Some(licence.to_owned());
        job.source[0].provenance.jurisdictions = vec![code.to_owned()];
        Gate::compile(&rights, &job.source).err()
    };
    assert_eq!(compile(Rights::default(), "MIT", "DE"), None);
    assert!(matches!(compile(Rights::default(), "ours", "DE"), Some(Error::SourceLicence { index: 0, .. })));
    assert!(matches!(compile(Rights::default(), "MIT", "Germany"), Some(Error::Jurisdiction { .. })));
    let denied = Rights { deny_licences: vec!["mit".to_owned()], ..Rights::default() };
    assert_eq!(compile(denied, "MIT", "DE"), Some(Error::ListedLicence { list: "deny_licences", index: 0 }));
    let denied = Rights { deny_jurisdictions: vec!["eu".to_owned()], ..Rights::default() };
    assert!(matches!(compile(denied, "MIT", "DE"), Some(Error::Jurisdiction { .. })));
}

#[test]
fn threads_agree() {
    let gate = gate("allow_licences = [\"MIT\"]", &format!("{MIT}\nmap.licence = \"l\""));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for n in 0..2000 {
                    let written = if n % 2 == 0 { "mit" } else { "zlib" };
                    let found = gate.record(0, &meta(Some(written), None, None)).map(|tags| tags.licence);
                    assert_eq!(found, if n % 2 == 0 { Ok(Some("MIT".to_owned())) } else { Err(Reason::LicenceDenied) });
                }
            });
        }
    });
}

const IDS: [&str; 6] = ["MIT", "Zlib", "Apache-2.0", "GPL-2.0-only", "GPL-2.0-or-later", "LicenseRef-acme"];

fn id() -> impl Strategy<Value = String> {
    prop::sample::select(&IDS[..]).prop_map(str::to_owned)
}

fn expression() -> impl Strategy<Value = String> {
    id().prop_recursive(3, 8, 2, |inner| {
        (inner.clone(), prop::sample::select(&["AND", "OR"][..]), inner)
            .prop_map(|(a, op, b)| format!("({a} {op} {b})"))
    })
}

fn list() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(id(), 0..4).prop_map(|ids| ids.into_iter().collect())
}

/// Whether a record with this licence is allowed.
fn allows(allow: &[String], deny: &[String], licence: &str) -> bool {
    let gate = gate(
        &format!("allow_licences = {allow:?}\ndeny_licences = {deny:?}"),
        "provenance.basis = \"owned\"\nprovenance.licence = \"LicenseRef-acme\"\nmap.licence = \"l\"",
    );
    gate.record(0, &meta(Some(licence), None, None)).is_ok()
}

proptest! {
    #[test]
    fn deny_always_wins(allow in list(), licence in expression(), id in id()) {
        prop_assert!(!allows(&allow, &IDS.map(str::to_owned), &licence));
        prop_assert!(!allows(std::slice::from_ref(&id), std::slice::from_ref(&id), &id));
    }

    #[test]
    fn denying_more_never_allows(allow in list(), deny in list(), more in id(), licence in expression()) {
        let mut denied = deny.clone();
        denied.retain(|id| *id != more);
        denied.push(more);
        prop_assert!(allows(&allow, &deny, &licence) || !allows(&allow, &denied, &licence));
    }

    #[test]
    fn allowing_more_never_denies(allow in list(), deny in list(), more in id(), licence in expression()) {
        // An empty list allows everything, so that the first entry narrows it: that is what it is for.
        prop_assume!(!allow.is_empty());
        let mut allowed = allow.clone();
        allowed.retain(|id| *id != more);
        allowed.push(more);
        prop_assert!(!allows(&allow, &deny, &licence) || allows(&allowed, &deny, &licence));
    }

    #[test]
    fn an_expression_is_judged_as_its_parts(a in expression(), b in expression(), allow in list(), deny in list()) {
        let judge = |licence: &str| allows(&allow, &deny, licence);
        prop_assert_eq!(judge(&format!("{a} AND {b}")), judge(&a) && judge(&b));
        prop_assert_eq!(judge(&format!("{a} OR {b}")), judge(&a) || judge(&b));
    }
}
