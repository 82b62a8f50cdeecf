//! Whole files, from bytes on disk to records.

use std::fs;
use std::io::Write;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::config::{ByteCount, TextUnit};
use crate::core::{Body, Position, Raw, Reason, Record};

/// What one raw record came to, in a form to compare: its texts, or the reason.
pub(super) type Outcome = (Position, Result<String, Reason>);

pub(super) fn small_limits(max_record_bytes: u64) -> Limits {
    Limits { max_record_bytes: ByteCount(max_record_bytes), ..Limits::default() }
}

pub(super) fn mapped(toml: &str) -> SourcePlan {
    SourcePlan::compile(0, &toml::from_str(&format!("name = 's'\nuri = 'x'\n{toml}")).unwrap()).unwrap()
}

fn unmapped(format: FormatName) -> SourcePlan {
    SourcePlan::unmapped(0, format, "utf-8", TextUnit::File).unwrap()
}

pub(super) fn task(path: &Path) -> FileTask {
    let folder = path.parent().unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    FileTask { source: 0, file: 3, file_ref: store::expand(folder, name).unwrap().remove(0) }
}

/// Reads a file to its end, and checks that its digest is that of the stored bytes.
pub(super) fn batches(path: &Path, plan: &SourcePlan, limits: &Limits, target: usize) -> Result<Vec<RawBatch>, Error> {
    let mut reader = open(&task(path), plan, limits)?;
    let mut batches = Vec::new();
    while let Some(batch) = reader.next_batch(target)? {
        assert!(!batch.is_empty());
        batches.push(batch);
    }
    let stored = fs::read(path).unwrap();
    let digest = reader.digest().expect("the end was reached");
    assert_eq!((digest.bytes, digest.blake3), (stored.len() as u64, blake3::hash(&stored).to_hex().to_string()));
    assert_eq!(reader.stored_bytes_read(), stored.len() as u64);
    assert_ne!(reader.format(), FormatName::Auto);
    Ok(batches)
}

pub(super) fn full(path: &Path, plan: &SourcePlan) -> Vec<Record<Raw>> {
    let mut records = Vec::new();
    for batch in batches(path, plan, &Limits::default(), 1 << 20).unwrap() {
        batch.records(plan, &mut |decoded| match decoded {
            Decoded::Record(record) => records.push(record),
            Decoded::Withheld { position, reason } => panic!("{position}: {reason:?}"),
        });
    }
    records
}

fn texts(body: &Body) -> String {
    body.fields().map(|(_, text)| text.expose()).collect::<Vec<_>>().join("|")
}

pub(super) fn records(path: &Path, plan: &SourcePlan, limits: &Limits, target: usize) -> Result<Vec<Outcome>, Error> {
    let mut found = Vec::new();
    for batch in batches(path, plan, limits, target)? {
        batch.records(plan, &mut |decoded| {
            found.push(match decoded {
                Decoded::Record(record) => {
                    assert_eq!((record.source, record.file), (0, 3));
                    (record.position, Ok(texts(&record.body)))
                }
                Decoded::Withheld { position, reason } => (position, Err(reason)),
            });
        });
    }
    Ok(found)
}

pub(super) fn fields(path: &Path, plan: &SourcePlan, target: usize) -> Result<Vec<Outcome>, Error> {
    let mut found = Vec::new();
    for batch in batches(path, plan, &Limits::default(), target)? {
        batch.fields(&mut |unmapped| {
            found.push(match unmapped {
                Unmapped::Fields(fields) => {
                    let shown = fields.iter().map(|field| format!("{}={}", field.name, field.text));
                    let id = fields.id().map(|id| format!("#{id}"));
                    (fields.position(), Ok(id.into_iter().chain(shown).collect::<Vec<_>>().join("|")))
                }
                Unmapped::Withheld { position, reason } => (position, Err(reason)),
            });
        });
    }
    Ok(found)
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, content: &[u8]) -> std::path::PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn records(&self, name: &str, content: &[u8], plan: &SourcePlan) -> Result<Vec<Outcome>, Error> {
        records(&self.file(name, content), plan, &Limits::default(), 1 << 16)
    }

    fn fields(&self, name: &str, content: &[u8], plan: &SourcePlan) -> Result<Vec<Outcome>, Error> {
        fields(&self.file(name, content), plan, 1 << 16)
    }
}

fn line(number: u64, text: &str) -> Outcome {
    (Position::Line(number), Ok(text.to_owned()))
}

fn row(number: u64, text: &str) -> Outcome {
    (Position::Row(number), Ok(text.to_owned()))
}

fn item(number: u64, text: &str) -> Outcome {
    (Position::Item(number), Ok(text.to_owned()))
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn jsonl_keeps_good_lines_and_names_bad_ones() {
    let content =
        b"\xef\xbb\xbf{\"t\":\"one\"}\r\n\n{\"t\":\"tw\xff\"}\n{\"t\":\"\\ud83d\"}\n{\"t\":1,\"t\":2}\n{\"u\":1}\n[]\n\
        {\"t\":\"a\0b\"}\n{\"t\":\"\\u0000\"}\n{\"t\":\"cut\n{\"t\":\" \"}\n{\"t\":7}\n{\"t\":\"last\"}";
    let found = Folder::new().records("f", content, &mapped("format = 'jsonl'\n[map]\ntext = 't'")).unwrap();
    let bad = |n, reason| (Position::Line(n), Err(reason));
    let expected = [
        line(1, "one"),
        bad(3, Reason::Encoding),
        bad(4, Reason::JsonLoneSurrogate),
        bad(5, Reason::JsonDuplicateKey),
        bad(6, Reason::MissingField),
        bad(7, Reason::NotAnObject),
        bad(8, Reason::NulByte),
        bad(9, Reason::NulByte),
        bad(10, Reason::JsonSyntax),
        bad(11, Reason::EmptyText),
        bad(12, Reason::FieldType),
        line(13, "last"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn json_elements_are_records() {
    let folder = Folder::new();
    let plan = mapped("[map]\ntext = '/a/t'");
    let found = folder.records("f.json", br#"[{"a":{"t":"one"}}, 5, {"a":{"t":"two"}}]"#, &plan).unwrap();
    assert_eq!(found, [item(1, "one"), (Position::Item(2), Err(Reason::NotAnObject)), item(3, "two")]);
    let found = folder.records("f", b"{\n\"a\": {\"t\": \"one\"}\n}", &plan).unwrap();
    assert_eq!(found, [item(1, "one")]);
    let error = folder.records("f.json", b"[{\"a\":{\"t\":\"ada@example.com\"}", &plan).unwrap_err();
    assert_eq!(error.to_string(), "f.json: the JSON array is not closed: the file ends at byte 29");
}

#[test]
fn tables_are_read_by_their_header() {
    let folder = Folder::new();
    let plan = mapped("[map]\nprompt = 'q'\ncompletion = '/a'\nid = 'id'");
    let content = "\u{feff}id,q,a\r\n1,\"line one\nline \"\"two\"\"\",x\r\n\r\n2,b\n3,c \"d\",e\n4,,f\n5,g,h";
    let found = folder.records("f.csv", content.as_bytes(), &plan).unwrap();
    let bad = |n, reason| (Position::Row(n), Err(reason));
    let expected = [
        row(1, "line one\nline \"two\"|x"),
        bad(2, Reason::RaggedRow),
        bad(3, Reason::CsvQuote),
        bad(4, Reason::EmptyText),
        row(5, "g|h"),
    ];
    assert_eq!(found, expected);
    let found = folder.records("f.tsv", b"q\ta\tid\nwhat, \xc3\xa9?\tthat\t1\nb\xff\tc\t2\n", &plan).unwrap();
    assert_eq!(found, [row(1, "what, é?|that"), bad(2, Reason::Encoding)]);
    let latin = mapped("encoding = 'latin-1'\n[map]\ntext = 't'");
    assert_eq!(folder.records("f.csv", b"t\ncaf\xe9\n", &latin).unwrap(), [row(1, "café")]);
}

#[test]
fn the_first_row_says_what_separates_cells() {
    let folder = Folder::new();
    let plan = mapped("[map]\ntext = 't'\nid = 'u'");
    for content in ["t,u\ncafé,1\n", "t;u\ncafé;1\n", "t\tu\ncafé\t1\n", "u;t;\"a, b, c\"\n1;café;x\n"] {
        let records = folder.records("f.csv", content.as_bytes(), &plan).unwrap();
        let texts: Vec<_> = records.iter().map(|record| format!("{record:?}")).collect();
        assert!(texts.len() == 1 && texts[0].contains("café"), "{content}: {texts:?}");
    }
}

#[test]
fn table_errors_name_file_and_place() {
    let folder = Folder::new();
    let plan = mapped("[map]\ntext = 't'\nid = 'u'");
    for (content, message) in [
        (&b"t,u\n1,2\n\"ada@example.com,3\n"[..], "f.csv: the quote that opens on line 3 is never closed"),
        (b"", "f.csv: the file is empty; a table needs a header row"),
        (
            b"v,t,u,t\n",
            "f.csv: columns 2 and 4 of the header row are both called \"t\", which is mapped; rename one of them",
        ),
        (b"u,,v,v\n", "f.csv: there is no column \"t\"; the columns are \"u\", \"v\", \"v\""),
        (b"u,v\n", "f.csv: there is no column \"t\"; the columns are \"u\", \"v\""),
        (b"\"t\"x\n1\n", "f.csv: the header row is not valid (stray quote, not UTF-8, NUL, or too long)"),
    ] {
        let error = folder.records("f.csv", content, &plan).unwrap_err().to_string();
        assert_eq!(error, message);
    }
    assert_eq!(folder.records("f.csv", b"t,u\n", &plan).unwrap(), []);
    assert_eq!(folder.fields("f.csv", b"", &unmapped(FormatName::Auto)).unwrap(), []);
}

#[test]
fn columns_without_a_name_of_their_own_go_by_their_number() {
    let folder = Folder::new();
    let plan = unmapped(FormatName::Csv);
    let of = |content: &str| folder.fields("f.csv", content.as_bytes(), &plan).unwrap();
    assert_eq!(of(",question,answer\n0,a,b\n"), [row(1, "column 1=0|question=a|answer=b")]);
    assert_eq!(of("question,answer, \na,b,\n"), [row(1, "question=a|answer=b|column 3=")]);
    assert_eq!(of("id,mail,mail\n1,a,b\n"), [row(1, "#1|id=1|column 2 (mail)=a|column 3 (mail)=b")]);
    // Nothing says that a row of nothing is a header.
    assert_eq!(of(",\na,b\n"), [row(1, "column 1=|column 2="), row(2, "column 1=a|column 2=b")]);
    let plan = mapped("[map]\ntext = 'q'");
    for content in [",q,\n0,a,\n", "x,q,x\n0,a,\n"] {
        assert_eq!(folder.records("f.csv", content.as_bytes(), &plan).unwrap(), [row(1, "a")], "{content}");
    }
}

#[test]
fn a_first_line_may_declare_what_separates_cells() {
    let folder = Folder::new();
    let mut both = Vec::new();
    for line in ["sep=;\n", "\u{feff}\"sep=;\"\r\n", "SEP=;\n"] {
        let content = format!("{line}id;q\n1;a\n2;\"b\n");
        let error = folder.fields("f.csv", content.as_bytes(), &unmapped(FormatName::Csv)).unwrap_err().to_string();
        assert_eq!(error, "f.csv: the quote that opens on line 4 is never closed");
        both.push(
            folder.fields("f.csv", &content.as_bytes()[..content.len() - 5], &unmapped(FormatName::Csv)).unwrap(),
        );
    }
    both.push(folder.fields("f.csv", b"sep=|\nid|q\n1|a\n", &unmapped(FormatName::Csv)).unwrap());
    for found in both {
        assert_eq!(found, [row(1, "#1|id=1|q=a")]);
    }
    // What declares nothing is a header.
    let found = folder.fields("f.csv", b"sep=ab,c\n1,a\n", &unmapped(FormatName::Csv)).unwrap();
    assert_eq!(found.last(), Some(&row(2, "column 1=1|column 2=a")));
}

#[test]
fn text_is_split_as_asked() {
    let folder = Folder::new();
    let text = "One.\r\n\r\nTwo\r\nlines.\r\n\r\n\r\nThree.\r\n";
    let read = |unit: &str| folder.records("f.md", text.as_bytes(), &mapped(&format!("unit = '{unit}'"))).unwrap();
    assert_eq!(read("file"), [(Position::File, Ok(text.to_owned()))]);
    assert_eq!(read("paragraph"), [line(1, "One."), line(3, "Two\r\nlines."), line(7, "Three.")]);
    assert_eq!(read("document"), [line(1, "One.\r\n\r\nTwo\r\nlines."), line(7, "Three.")]);
    assert_eq!(read("line"), [line(1, "One."), line(3, "Two"), line(4, "lines."), line(7, "Three.")]);
}

#[test]
fn bad_text_files_are_withheld_or_refused() {
    let folder = Folder::new();
    let plan = mapped("format = 'txt'");
    let whole = |reason| vec![(Position::File, Err(reason))];
    assert_eq!(folder.records("f", b"mid\xff dle", &plan).unwrap(), whole(Reason::Encoding));
    assert_eq!(folder.records("f", b"a\0b", &plan).unwrap(), whole(Reason::NulByte));
    assert_eq!(folder.records("f", b"", &plan).unwrap(), whole(Reason::EmptyText));
    let utf16: Vec<u8> = "\u{feff}hello".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let error = folder.records("f", &utf16, &plan).unwrap_err().to_string();
    assert_eq!(error, "f: this is UTF-16LE text; set the source's encoding = \"utf-16le\"");
    let plan = mapped("format = 'txt'\nencoding = 'utf-16le'");
    assert_eq!(folder.records("f", &utf16, &plan).unwrap(), [(Position::File, Ok("hello".to_owned()))]);
    let error = folder.records("f", b"a\0b", &plan).unwrap_err();
    assert!(matches!(error, Error::Encoding { encoding: "UTF-16LE", .. }), "{error}");
}

#[test]
fn mapping_and_format_must_agree() {
    let folder = Folder::new();
    let error = folder.records("f.jsonl", b"{}", &mapped("")).unwrap_err();
    assert!(matches!(error, Error::MappingNeeded { format: FormatName::Jsonl, .. }));
    let error = folder.records("f.txt", b"prose", &mapped("[map]\ntext = 't'")).unwrap_err();
    assert!(matches!(error, Error::MappingUnused { format: FormatName::Txt, .. }));
    let error = folder.records("f.parquet", b"prose", &mapped("[map]\ntext = 't'")).unwrap_err();
    assert!(matches!(error, Error::Parquet { .. }));
}

#[test]
fn compressed_files_are_read_as_what_they_hold() {
    let folder = Folder::new();
    let plan = mapped("[map]\ntext = 't'");
    let (one, two) = (b"{\"t\":\"one\"}\n{\"t\":", b"\"two\"}\n");
    let members = [gzip(one), gzip(two)].concat();
    assert_eq!(folder.records("f.jsonl.gz", &members, &plan).unwrap(), [line(1, "one"), line(2, "two")]);
    let frames = [zstd::encode_all(&one[..], 1).unwrap(), zstd::encode_all(&two[..], 1).unwrap()].concat();
    assert_eq!(folder.records("no-name", &frames, &plan).unwrap(), [line(1, "one"), line(2, "two")]);
    let error = folder.records("f.gz", &members[..members.len() - 9], &plan).unwrap_err().to_string();
    assert!(error.starts_with("f.gz: the gzip data is cut off at byte"), "{error}");
}

#[test]
fn without_a_mapping_every_string_and_number_comes() {
    let folder = Folder::new();
    let plan = unmapped(FormatName::Auto);
    let jsonl = br#"{"id":7,"t":"x","m":[{"c":"y"}],"n":1}"#;
    assert_eq!(folder.fields("f", jsonl, &plan).unwrap(), [line(1, "#7|/id=7|/t=x|/m/0/c=y|/n=1")]);
    let found = folder.fields("f.csv", b"id,t\nr1,\"a \"\"b\"\"\"\n", &plan).unwrap();
    assert_eq!(found, [row(1, "#r1|id=r1|t=a \"b\"")]);
    assert_eq!(folder.fields("f.txt", b"prose", &plan).unwrap(), [(Position::File, Ok("=prose".to_owned()))]);
    // The later duplicate spoils the whole record: nothing of it was handed out before.
    let spoilt = folder.fields("f", b"{\"a\":\"x\",\"a\":\"y\"}\n{}\n", &unmapped(FormatName::Jsonl)).unwrap();
    assert_eq!(spoilt, [(Position::Line(1), Err(Reason::JsonDuplicateKey)), line(2, "")]);
}

#[test]
fn a_first_row_of_data_is_looked_at() {
    let found = Folder::new().fields("f.csv", b"Ada,ada@example.com\nBo,bo@example.com\n", &unmapped(FormatName::Auto));
    let expected = [row(1, "column 1=Ada|column 2=ada@example.com"), row(2, "column 1=Bo|column 2=bo@example.com")];
    assert_eq!(found.unwrap(), expected);
}

#[test]
fn the_header_row_is_looked_at_too() {
    let folder = Folder::new();
    let headers = |name: &str, content: &[u8], plan: &SourcePlan, target| {
        let (mut headers, path) = (Vec::new(), folder.file(name, content));
        for batch in batches(&path, plan, &Limits::default(), target).unwrap() {
            batch.header(&mut |fields| {
                headers.push(fields.iter().map(|field| format!("{}={}", field.name, field.text)).collect::<Vec<_>>());
            });
        }
        (headers, fields(&path, plan, target).unwrap())
    };
    let plan = unmapped(FormatName::Csv);
    let row = |n, text: &str| (Position::Row(n), Ok(text.to_owned()));
    let rows = [row(1, "Ada=a|Obi=b"), row(2, "Ada=c|Obi=d")];
    for target in [1, 1000] {
        let (found, records) = headers("a.csv", b"Ada,Obi\na,b\nc,d\n", &plan, target);
        assert_eq!(found, [["column 1=Ada", "column 2=Obi"]]);
        assert_eq!(records, rows);
        // The only row may be data.
        let (found, records) = headers("b.csv", b"Ada,Obi\n", &plan, target);
        assert_eq!((found.len(), records), (0, vec![row(1, "column 1=Ada|column 2=Obi")]));
        // So may every first row that somebody calls data, also one that is no header.
        let plan = unmapped(FormatName::Csv).without_header();
        let (found, records) = headers("c.csv", b"Ada,,Ada\na,b,c\n", &plan, target);
        let rows = vec![row(1, "column 1=Ada|column 2=|column 3=Ada"), row(2, "column 1=a|column 2=b|column 3=c")];
        assert_eq!((found.len(), records), (0, rows));
    }
    let mapped = mapped("[map]\ntext = 'Obi'");
    let path = folder.file("d.csv", b"Ada,Obi\na,b\n");
    for batch in batches(&path, &mapped, &Limits::default(), 1).unwrap() {
        batch.header(&mut |_| panic!("a mapped column is a header"));
    }
}

#[test]
fn raw_is_the_line_as_it_stands() {
    let folder = Folder::new();
    let path = folder.file("f.jsonl", b" {\"t\" : \"\\u0061\"} \r\n");
    let batch = batches(&path, &unmapped(FormatName::Auto), &Limits::default(), 100).unwrap().remove(0);
    let mut raw = None;
    batch.fields(&mut |unmapped| {
        if let Unmapped::Fields(fields) = unmapped {
            raw = fields.raw().map(str::to_owned);
        }
    });
    assert_eq!(raw.as_deref(), Some(" {\"t\" : \"\\u0061\"} "));
}

#[test]
fn a_record_over_the_limit_is_passed_in_bounded_memory() {
    let folder = Folder::new();
    let long = "x".repeat(4 << 20);
    let jsonl = format!("{{\"t\":\"a\"}}\n{{\"t\":\"{long}\"}}\n{{\"t\":\"b\"}}\n");
    let json = format!("[{{\"t\":\"a\"}},{{\"t\":\"{long}\"}},{{\"t\":\"b\"}}]");
    let csv = format!("t\na\n\"{long}\"\nb\n");
    let limits = small_limits(10_000);
    let plan = mapped("[map]\ntext = 't'");
    for (name, content) in [("f.jsonl", &jsonl), ("f.json", &json), ("f.csv", &csv)] {
        let path = folder.file(name, content.as_bytes());
        let found = records(&path, &plan, &limits, 1000).unwrap();
        let outcomes: Vec<_> = found.iter().map(|(position, o)| (position.number(), o.as_deref())).collect();
        assert_eq!(outcomes.iter().map(|(_, o)| *o).collect::<Vec<_>>(), [Ok("a"), Err(&Reason::TooLarge), Ok("b")]);
        let largest = batches(&path, &plan, &limits, 1000).unwrap().iter().map(RawBatch::bytes).max().unwrap();
        assert!(largest < 50_000, "{name}: {largest}");
    }
    let text = folder.file("f.txt", long.as_bytes());
    let found = records(&text, &mapped(""), &limits, 1000).unwrap();
    assert_eq!(found, [(Position::File, Err(Reason::TooLarge))]);
}

#[test]
fn errors_never_quote_records() {
    let folder = Folder::new();
    let secret = "ada.canary@example.com";
    let plan = mapped("[map]\ntext = 't'");
    for (name, content) in [
        ("f.json", format!("[{{\"t\":\"{secret}\"}} {secret}")),
        ("f.json", format!("{{\n\"t\":\"{secret}\"}}\n{secret}\n")),
        ("f.csv", format!("{secret},{secret}\n{secret},2\n")),
        ("f.csv", format!("t\n\"{secret}\n")),
        ("f.csv", format!("u,{secret}\n")),
        ("f.parquet", format!("PAR1{secret}")),
        ("f.parquet", format!("PAR1{secret}\u{4}\0\0\0PAR1")),
    ] {
        let error = folder.records(name, content.as_bytes(), &plan).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[test]
fn debug_of_a_batch_hides_content() {
    let folder = Folder::new();
    let path = folder.file("f.txt", b"ada@example.com");
    let batch = batches(&path, &mapped(""), &Limits::default(), 100).unwrap().remove(0);
    assert_eq!(format!("{batch:?}"), "RawBatch(source=0, file=3, records=1, bytes=15)");
}

/// Pieces that bad and good files of each format are put together from.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        &b"\n"[..],
        b"\r\n",
        b"\n\n",
        b" ",
        b",",
        b"\"",
        b"\"\"",
        b"{\"t\":\"some text\"}",
        b"{\"t\":\"\xc3\xa9\\n\\u0041\",\"id\":4}",
        b"{\"t\":\"x\",\"t\":\"y\"}",
        b"{",
        b"]",
        b"\\",
        b"word",
        b"\xff",
        b"\0",
        b"a longer run of words that goes over the limit of these tests",
    ]);
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Where batches end makes no difference to the records, nor to an error.
    #[test]
    fn batches_do_not_matter(content in pieces(), targets in proptest::collection::vec(1usize..80, 3)) {
        let folder = Folder::new();
        let limits = small_limits(40);
        let formats = [
            ("format = 'jsonl'\n[map]\ntext = 't'", ""),
            ("format = 'json'\n[map]\ntext = 't'", "["),
            ("format = 'csv'\n[map]\ntext = 't'", "t,u\n"),
            ("format = 'txt'", ""),
            ("format = 'md'\nunit = 'paragraph'", ""),
            ("format = 'md'\nunit = 'document'", ""),
            ("format = 'txt'\nunit = 'line'", ""),
        ];
        for (toml, start) in formats {
            let plan = mapped(toml);
            let path = folder.file("f", &[start.as_bytes(), &content].concat());
            let read = |target| records(&path, &plan, &limits, target).map_err(|error| error.to_string());
            let whole = read(1 << 20);
            for target in &targets {
                prop_assert_eq!(read(*target), whole.clone(), "{} {}", toml, target);
            }
        }
    }

    /// What JSON can say comes back as it was said, whatever is beside it.
    #[test]
    fn any_text_survives(texts in proptest::collection::vec(any::<String>(), 1..8)) {
        let folder = Folder::new();
        let lines: Vec<String> = texts.iter().map(|t| serde_json::json!({"x": [t], "t": t}).to_string()).collect();
        let path = folder.file("f.jsonl", lines.join("\n").as_bytes());
        let expected: Vec<_> = texts.iter().map(|text| match text {
            text if text.contains('\0') => Err(Reason::NulByte),
            text if text.trim().is_empty() => Err(Reason::EmptyText),
            text => Ok(text.clone()),
        }).collect();
        let found = records(&path, &mapped("[map]\ntext = 't'"), &Limits::default(), 64).unwrap();
        prop_assert_eq!(found.into_iter().map(|(_, outcome)| outcome).collect::<Vec<_>>(), expected);
    }
}
