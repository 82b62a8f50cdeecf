//! `scrubjay redact` and `scrubjay scan` as filters.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod support;

use support::Workspace;

#[test]
fn text_in_text_out() {
    let workspace = Workspace::new();
    let ran = workspace.pipe(&["redact"], "Mail ada@example.com,\r\nor call.\n\n".as_bytes()).expect(0);
    assert_eq!(ran.stdout, "Mail [EMAIL_ADDRESS],\r\nor call.\n\n");
}

#[test]
fn a_json_line_keeps_every_byte_outside_the_strings_that_change() {
    let workspace = Workspace::new();
    let lines = "{ \"n\": 1.50, \"mail\" : \"ada@example.com\\u0021\", \"é\":[1e3] }\n{\"same\":  \"as before\"}\n";
    let ran = workspace.pipe(&["redact", "-q"], lines.as_bytes()).expect(0);
    assert_eq!(
        ran.stdout,
        "{ \"n\": 1.50, \"mail\" : \"[EMAIL_ADDRESS]\\u0021\", \"é\":[1e3] }\n{\"same\":  \"as before\"}\n"
    );
    let again = workspace.pipe(&["redact", "-q"], ran.stdout.as_bytes()).expect(0);
    assert_eq!(again.stdout, ran.stdout);
}

#[test]
fn a_name_that_one_field_establishes_goes_from_all_of_its_record_and_no_other() {
    let workspace = Workspace::new();
    let lines = "{\"prompt\":\"Dear Adaeze Okonkwo, hello\",\"completion\":\"the Okonkwo file\"}\n{\"prompt\":\"the Okonkwo file\"}\n";
    let ran = workspace.pipe(&["redact", "-q"], lines.as_bytes()).expect(0);
    assert_eq!(
        ran.stdout,
        "{\"prompt\":\"Dear [PERSON], hello\",\"completion\":\"the [PERSON] file\"}\n{\"prompt\":\"the Okonkwo file\"}\n"
    );
}

#[test]
fn an_answer_is_read_behind_the_question_of_the_turn_before() {
    let workspace = Workspace::new();
    let turn = |role: &str, text: &str| format!("{{\"role\":\"{role}\",\"content\":\"{text}\"}}");
    let lines = format!(
        "{{\"messages\":[{},{},{},{}]}}\n",
        turn("assistant", "Hello. May I have your name please?"),
        turn("user", "Adaeze Minh"),
        turn("assistant", "Thank you, Adaeze. What is your date of birth?"),
        turn("user", "03/04/1980, and I called on 05/06/2024"),
    );
    let ran = workspace.pipe(&["redact", "-q"], lines.as_bytes()).expect(0);
    let contents: Vec<_> =
        ran.stdout.split("\"content\":\"").skip(1).map(|rest| &rest[..rest.find('"').unwrap()]).collect();
    assert_eq!(
        contents,
        [
            "Hello. May I have your name please?",
            "[PERSON]",
            "Thank you, [PERSON]. What is your date of birth?",
            "[DATE_OF_BIRTH], and I called on 05/06/2024"
        ]
    );
    assert_eq!(workspace.pipe(&["redact", "-q"], ran.stdout.as_bytes()).expect(0).stdout, ran.stdout);
}

#[test]
fn a_key_that_is_no_secret_is_refused() {
    let workspace = Workspace::new();
    for (key, said) in [
        ("0".repeat(64), "no secret"),
        (format!("{}\n", "ab".repeat(32)), "no secret"),
        ("0123456789abcdef".to_owned(), "at least 32"),
        (" ".repeat(64), "at least 32"),
    ] {
        workspace.write("k", &key);
        let ran = workspace.pipe(&["redact", "--operator", "hash", "--key-file", "k"], b"ada@example.com\n").expect(2);
        assert!(ran.stderr.contains(said) && ran.stdout.is_empty(), "{key}: {}", ran.stderr);
    }
    workspace.write("k", [0u8; 32]);
    workspace.pipe(&["redact", "--operator", "hash", "--key-file", "k"], b"a\n").expect(2).says("no secret");
}

#[test]
fn dates_stay_in_the_language_around_them() {
    let workspace = Workspace::new();
    workspace.write("k", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n");
    for (text, names) in [
        (
            "Née le 4 mai 1990 à Lyon.",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        ),
        (
            "Geboren am 4. Mai 1990 in Berlin.",
            "januar februar märz april mai juni juli august september oktober november dezember",
        ),
        (
            "Geboren op 4 april 1990 in Utrecht.",
            "januari februari maart april mei juni juli augustus september oktober november december",
        ),
        (
            "Nascido em 4 de abril de 1990.",
            "dejaneiro defevereirode dejaneirode demarçode deabrilde demaiode dejunhode dejulhode deagostode desetembrode deoutubrode denovembrode dedezembrode",
        ),
    ] {
        for operator in ["surrogate", "shift-date"] {
            // The completion has the date without its words.
            let line =
                format!("{{\"prompt\":\"{text}\",\"completion\":\"{{\\\"dob\\\":\\\"{}\\\"}}\"}}\n", date_in(text));
            let args = ["redact", "-q", "--operator", operator, "--key-file", "k"];
            let out = workspace.pipe(&args, line.as_bytes()).expect(0).stdout;
            let record: serde_json::Value = serde_json::from_str(&out).unwrap();
            let prompt = record["prompt"].as_str().unwrap();
            let completion: serde_json::Value = serde_json::from_str(record["completion"].as_str().unwrap()).unwrap();
            assert_eq!(completion["dob"], date_in(prompt), "{out}");
            let month: String = date_in(prompt).chars().filter(|c| c.is_alphabetic()).collect();
            assert!(names.split(' ').any(|name| month.eq_ignore_ascii_case(name)), "{prompt}");
        }
    }
}

/// From the first digit to the last.
fn date_in(text: &str) -> &str {
    let digit = |c: char| c.is_ascii_digit();
    &text[text.find(digit).unwrap()..=text.rfind(digit).unwrap()]
}

#[test]
fn cells_are_read_with_the_names_of_their_columns_and_apart() {
    let workspace = Workspace::new();
    let table = "Nombre,Correo electrónico,IBAN,Dirección,Dirección IP,Fecha de nacimiento,estado\nAlejandro Ibáñez,alejandro.ibanez@acme.com,ES5821000418920425059650,\"Calle Serrano 25, 41001 Sevilla\",81.141.183.17,1986-01-19,abierto\n";
    let line = serde_json::json!({ "t": table }).to_string() + "\n";
    let out = workspace.pipe(&["redact", "-q"], line.as_bytes()).expect(0).stdout;
    let record: serde_json::Value = serde_json::from_str(&out).unwrap();
    let row = record["t"].as_str().unwrap().lines().nth(1).unwrap();
    assert_eq!(row, "[PERSON],[EMAIL_ADDRESS],[IBAN_CODE],\"[STREET_ADDRESS]\",[IP_ADDRESS],[DATE_OF_BIRTH],abierto");
}

#[test]
fn what_follows_a_web_address_is_no_part_of_its_query() {
    let workspace = Workspace::new();
    let text = "See https://crm.acme.com/s?addr=76%20Mill%20Street%2C%20London%20SW11%205QL for it.\n";
    let out = workspace.pipe(&["redact", "-q"], text.as_bytes()).expect(0).stdout;
    assert_eq!(out, "See https://crm.acme.com/s?addr=[STREET_ADDRESS] for it.\n");
}

#[test]
fn what_cannot_be_read_is_left_out_and_told() {
    let workspace = Workspace::new();
    let ran = workspace.pipe(&["redact"], b"{\"a\":\"b\"}\n{broken ada@example.com\n").expect(2).says("line 2");
    assert_eq!(ran.stdout, "{\"a\":\"b\"}\n");
    assert!(!ran.stderr.contains("ada@"), "{}", ran.stderr);
}

#[test]
fn tables_arrays_and_folders_are_refused() {
    let workspace = Workspace::new();
    workspace.write("a.csv", "name,mail\nx,ada@example.com\n").write("b.json", "[{\"a\":\"b\"}]");
    workspace.run(&["redact", "a.csv"]).expect(2).says("csv");
    workspace.run(&["redact", "b.json"]).expect(2).says("json");
    workspace.run(&["redact", "."]).expect(2).says("one file");
}

#[test]
fn operators_by_entity_and_slips_of_the_pen() {
    let workspace = Workspace::new();
    let text = b"ada@example.com paid with 4111 1111 1111 1111\n";
    let ran = workspace.pipe(&["redact", "-q", "--entity", "CREDIT_CARD=mask"], text).expect(0);
    assert_eq!(ran.stdout, "[EMAIL_ADDRESS] paid with **** **** **** ****\n");
    workspace
        .pipe(&["redact", "--entity", "CREDIT_CRAD=mask"], text)
        .expect(2)
        .says("did you mean CREDIT_CARD or CREDIT_CARD_CVV?");
    let ran = workspace.pipe(&["redact", "--entity", "NOPE=mask"], text).expect(2).says("scrubjay rules list");
    assert!(!ran.stderr.contains("CREDIT_CARD"), "{}", ran.stderr);
}

#[test]
fn every_record_of_a_scan_is_told_in_its_shape() {
    let workspace = Workspace::new();
    let lines = "{\"id\":\"é1\",\"text\":\"ünï ada@example.com\"}\n{\"id\":2,\"text\":\"nothing here\"}\n";
    workspace.write("a.jsonl", lines);
    let ran = workspace.run(&["scan", "--format", "jsonl", "--offsets", "codepoint", "a.jsonl"]).expect(1);
    let lines: Vec<serde_json::Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["id"], "é1");
    assert_eq!(lines[0]["field"], "/text");
    assert_eq!((lines[0]["record"].as_u64(), lines[0]["source"].as_str()), (Some(1), Some("a.jsonl")));
    let finding = &lines[0]["findings"][0];
    assert_eq!((finding["start"].as_u64(), finding["end"].as_u64()), (Some(4), Some(19)));
    assert_eq!((finding["entity"].as_str(), finding["rule"].as_str()), (Some("EMAIL_ADDRESS"), Some("email")));
    assert!(finding["score"].as_f64().unwrap() > 0.5);
    assert_eq!((&finding["validation"], &finding["context"]), (&"valid".into(), &"none".into()));
    assert_eq!(finding["base_score"], finding["score"]);
    let keys: Vec<_> = finding.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["start", "end", "entity", "rule", "score", "version", "base_score", "validation", "context"]);
    assert_eq!(lines[1]["findings"], serde_json::json!([]));
}

#[test]
fn an_id_that_is_a_finding_is_not_shown() {
    let workspace = Workspace::new();
    workspace.write("a.jsonl", "{\"id\":\"ada@example.com\",\"text\":\"x\"}\n");
    let ran = workspace.run(&["scan", "--format", "jsonl", "a.jsonl"]).expect(1);
    assert!(!ran.stdout.contains("ada@"), "{}", ran.stdout);
}

#[test]
fn documents_of_all_formats_parse_and_hold_no_value() {
    let workspace = Workspace::new();
    workspace.write("a.jsonl", "{\"text\":\"ada@example.com\"}\n".repeat(3) + "{\"text\":\"clean\"}\n");
    for format in ["json", "sarif"] {
        let ran = workspace.run(&["scan", "--format", format, "a.jsonl"]).expect(1);
        serde_json::from_str::<serde_json::Value>(&ran.stdout).unwrap();
        assert!(!ran.stdout.contains("ada@"));
    }
    workspace.write("clean.jsonl", "{\"text\":\"clean\"}\n");
    let ran = workspace.run(&["scan", "--format", "sarif", "clean.jsonl"]).expect(0);
    serde_json::from_str::<serde_json::Value>(&ran.stdout).unwrap();
}

#[test]
fn a_record_that_was_not_looked_at_is_not_clean() {
    let workspace = Workspace::new();
    workspace.write("a.jsonl", "{\"text\":\"clean\"}\n{broken\n");
    workspace.run(&["scan", "a.jsonl"]).expect(2).says("json-syntax");
}

#[test]
fn a_key_in_place_of_its_variable_is_not_repeated() {
    let workspace = Workspace::new();
    for key in ["k3y-that-is-no-name-0123456789abcdef", "ABCDEF0123456789ABCDEF0123456789ABCDEF", "hunter2"] {
        let ran = workspace.pipe(&["redact", "--operator", "hash", "--key-env", key], b"x\n").expect(2);
        assert!(!ran.stderr.contains(key), "{}", ran.stderr);
    }
    workspace.pipe(&["redact", "--operator", "hash", "--key-env", "NO_SUCH_KEY"], b"x\n").expect(2).says("NO_SUCH_KEY");
}

#[cfg(unix)]
#[test]
fn that_others_can_read_a_key_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let workspace = Workspace::new();
    workspace.write("k", "0123456789abcdef".repeat(4));
    let redact = |mode| {
        std::fs::set_permissions(workspace.join("k"), std::fs::Permissions::from_mode(mode)).unwrap();
        workspace.pipe(&["redact", "--operator", "hash", "--key-file", "k"], b"x\n").expect(0).stderr
    };
    assert!(redact(0o640).contains("chmod 600 k"));
    assert!(!redact(0o600).contains("chmod"));
}

#[test]
fn a_key_that_nothing_needs_is_told() {
    let workspace = Workspace::new();
    workspace.write("k", "0123456789abcdef".repeat(4));
    let redact = |operator: &str| {
        let ran =
            workspace.pipe(&["redact", "--operator", operator, "--key-file", "k"], b"ada@example.com\n").expect(0);
        ran.stderr.contains("the key is not used")
    };
    assert_eq!(["placeholder", "mask", "hash", "surrogate", "encrypt"].map(redact), [true, true, false, false, false]);
}

#[test]
fn surrogates_heed_the_regions_and_the_ranges_that_are_given() {
    let workspace = Workspace::new();
    workspace.write("k", "0123456789abcdef".repeat(4));
    let redact = |more: &[&str]| {
        let args = [&["redact", "-q", "--operator", "surrogate", "--key-file", "k"], more].concat();
        workspace.pipe(&args, "call me on 020 7123 4567\n".as_bytes()).expect(0).stdout
    };
    let london = redact(&["--regions", "GB"]);
    assert!(london.starts_with("call me on 0") && !london.contains("7123"), "{london}");
    workspace.write(
        "own/reserved/telephone.toml",
        "[[range]]\nentity = 'PHONE_NUMBER'\ncountry = '44'\ntemplates = ['442079460###']\nsource = 'test'\ndate = '2026-11-23'\n",
    );
    let own = redact(&["--regions", "GB", "--rules", "own"]);
    assert!(own.starts_with("call me on 020 7946 0"), "{own}");
}

#[test]
fn values_that_were_encoded_twice_are_found() {
    let workspace = Workspace::new();
    for value in ["ada%2540corp.example.net", "ada&amp;#64;corp.example.net", "ada\\x40corp.example.net"] {
        let ran = workspace.pipe(&["redact", "-q"], format!("to {value} today\n").as_bytes()).expect(0);
        assert_eq!(ran.stdout, "to [EMAIL_ADDRESS] today\n", "{value}");
    }
}

#[test]
fn a_byte_order_mark_stays() {
    let workspace = Workspace::new();
    for (format, input, expected) in [
        ("txt", "\u{feff}to ada@example.com\n", "\u{feff}to [EMAIL_ADDRESS]\n"),
        ("txt", "\u{feff}nothing\n", "\u{feff}nothing\n"),
        (
            "jsonl",
            "\u{feff}{\"a\": 1}\n{\"a\": \"ada@example.com\"}\n",
            "\u{feff}{\"a\": 1}\n{\"a\": \"[EMAIL_ADDRESS]\"}\n",
        ),
        ("txt", "no mark\n", "no mark\n"),
    ] {
        let ran = workspace.pipe(&["redact", "--input-format", format], input.as_bytes()).expect(0);
        assert_eq!(ran.stdout, expected);
    }
}

#[test]
fn the_number_of_a_placeholder_is_nobody_elses() {
    let workspace = Workspace::new();
    workspace.write("key", "0123456789abcdef0123456789abcdef");
    let lines = "{\"a\":\"My NIN is 70123456789\",\"b\":\"[NG_NIN_1] and [NG_NIN_3] wrote\"}\n\
                 {\"a\":\"My NIN is 70123456789, his NIN is 70123456780\"}\n";
    let args = ["redact", "-q", "--operator", "surrogate", "--key-file", "key"];
    let ran = workspace.pipe(&args, lines.as_bytes()).expect(0);
    assert_eq!(
        ran.stdout,
        "{\"a\":\"My NIN is [NG_NIN_2]\",\"b\":\"[NG_NIN_1] and [NG_NIN_3] wrote\"}\n\
         {\"a\":\"My NIN is [NG_NIN_1], his NIN is [NG_NIN_2]\"}\n"
    );
}

#[test]
fn a_network_is_no_address() {
    let workspace = Workspace::new();
    let lines = "{\"a\":\"IP address 84.185.206.59 ok, and 2a02:8071:1:2::5\"}\n";
    let ran = workspace.pipe(&["redact", "-q", "--operator", "generalise"], lines.as_bytes()).expect(0);
    assert_eq!(ran.stdout, "{\"a\":\"IP address 84.185.0.0/16 ok, and 2a02:8071::/32\"}\n");
    workspace.pipe(&["scan", "-q", "--input-format", "jsonl", "-"], ran.stdout.as_bytes()).expect(0);
}

#[test]
fn a_label_outranks_a_check_digit_that_is_not_enough_by_itself() {
    let ran = Workspace::new().pipe(&["redact", "-q", "--policy", "hipaa-safe-harbor"], b"BVN 22123456789\n").expect(0);
    assert_eq!(ran.stdout, "BVN [NG_BVN]\n");
}
