//! Lists of terms from files of the user's: one term a line, or one column of a CSV file.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::Error;

/// Most bytes of one term; a longer line is no term but a sign that the file is something else.
const MAX_TERM: usize = 4096;

/// The terms of a list, in the order of the file, and its digest.
#[derive(Debug, Clone)]
pub struct Terms {
    text: String,
    ends: Vec<usize>,
    digest: String,
}

impl Terms {
    /// Reads a list. With `column` the file is CSV whose header names it (RFC 4180); without, every line is a term. White
    /// space around a term does not count, and neither does a line without any.
    ///
    /// # Errors
    /// If the file cannot be read, is not UTF-8, has no such column, or holds a term of more than 4,096 bytes. The error names
    /// the line, never the term.
    pub fn load(path: &Path, column: Option<&str>) -> Result<Self, Error> {
        let read = |source| Error::Read { path: path.to_owned(), source };
        let mut reader = Digested { inner: File::open(path).map_err(read)?, hasher: blake3::Hasher::new() };
        let mut terms = Self { text: String::new(), ends: Vec::new(), digest: String::new() };
        match column {
            Some(column) => terms.read_csv(path, column, &mut reader)?,
            None => terms.read_lines(path, &mut reader)?,
        }
        terms.digest = reader.hasher.finalize().to_hex().to_string();
        if terms.is_empty() {
            return Err(Error::Terms { path: path.to_owned(), line: None, message: "holds no term" });
        }
        Ok(terms)
    }

    /// Terms that are already there.
    #[must_use]
    pub fn from_terms<'t>(terms: impl IntoIterator<Item = &'t str>) -> Self {
        let mut list = Self { text: String::new(), ends: Vec::new(), digest: String::new() };
        terms.into_iter().for_each(|term| list.push(term));
        list.digest = blake3::hash(list.text.as_bytes()).to_hex().to_string();
        list
    }

    fn read_lines(&mut self, path: &Path, reader: &mut impl Read) -> Result<(), Error> {
        let fault = |line, message| Error::Terms { path: path.to_owned(), line: Some(line), message };
        let mut reader = BufReader::with_capacity(1 << 16, reader);
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let limit = (MAX_TERM + 2) as u64;
            let count = reader.by_ref().take(limit).read_until(b'\n', &mut line);
            if count.map_err(|source| Error::Read { path: path.to_owned(), source })? == 0 {
                break;
            }
            let bytes = if number == 1 { line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line) } else { &line };
            let term = std::str::from_utf8(bytes).map_err(|_| fault(number, "is not UTF-8"))?;
            if line.len() > MAX_TERM && !line.ends_with(b"\n") {
                return Err(fault(number, "is longer than 4096 bytes"));
            }
            self.push(term);
        }
        Ok(())
    }

    fn read_csv(&mut self, path: &Path, column: &str, reader: &mut impl Read) -> Result<(), Error> {
        let fault = |line, message| Error::Terms { path: path.to_owned(), line, message };
        let broken = |error: csv::Error| {
            let line = error.position().map(csv::Position::line);
            match error.into_kind() {
                csv::ErrorKind::Io(source) => Error::Read { path: path.to_owned(), source },
                csv::ErrorKind::Utf8 { .. } => fault(line, "is not UTF-8"),
                csv::ErrorKind::UnequalLengths { .. } => fault(line, "has another number of cells than the header"),
                _ => fault(line, "is not CSV"),
            }
        };
        let mut table = csv::ReaderBuilder::new().buffer_capacity(1 << 16).from_reader(reader);
        let header = table.headers().map_err(broken)?;
        let name = |cell: &str| cell.trim().trim_start_matches('\u{FEFF}') == column;
        let place = header.iter().position(name).ok_or_else(|| fault(Some(1), "has no such column"))?;
        let mut record = csv::StringRecord::new();
        while table.read_record(&mut record).map_err(broken)? {
            let term = record.get(place).unwrap_or_default();
            if term.len() > MAX_TERM {
                return Err(fault(record.position().map(csv::Position::line), "is longer than 4096 bytes"));
            }
            self.push(term);
        }
        Ok(())
    }

    fn push(&mut self, term: &str) {
        let term = term.trim();
        if !term.is_empty() {
            self.text.push_str(term);
            self.ends.push(self.text.len());
        }
    }

    /// The terms, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, end)| self.text.get(start..*end))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// BLAKE3 of the file, in hex.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// A reader that digests what goes through it.
struct Digested<R> {
    inner: R,
    hasher: blake3::Hasher,
}

impl<R: Read> Read for Digested<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hasher.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(content: &[u8], column: Option<&str>) -> Result<Vec<String>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list");
        std::fs::write(&path, content).unwrap();
        match Terms::load(&path, column) {
            Ok(terms) => {
                assert_eq!(terms.digest(), blake3::hash(content).to_hex().as_str());
                Ok(terms.iter().map(str::to_owned).collect())
            }
            Err(error) => Err(error.to_string().replace(path.to_str().unwrap(), "FILE")),
        }
    }

    #[test]
    fn lines_and_columns() {
        assert_eq!(load("\u{FEFF}Ada Roe\r\n\n  Zoë \nlast".as_bytes(), None).unwrap(), ["Ada Roe", "Zoë", "last"]);
        let csv = b"id,name\n1,\"Roe, Ada\"\n2,\n3,\"two\nlines\"\n";
        assert_eq!(load(csv, Some("name")).unwrap(), ["Roe, Ada", "two\nlines"]);
    }

    #[test]
    fn faults_name_the_line_and_not_the_term() {
        for (content, column, message) in [
            (&b"a\n\xFFsecret\n"[..], None, "FILE: line 2 is not UTF-8"),
            (&[b'x'; 5000][..], None, "FILE: line 1 is longer than 4096 bytes"),
            (b" \n\n", None, "FILE holds no term"),
            (b"id,name\n1\n", Some("name"), "FILE: line 2 has another number of cells than the header"),
            (b"id,name\n1,secret\n", Some("nmae"), "FILE: line 1 has no such column"),
        ] {
            assert_eq!(load(content, column), Err(message.to_owned()));
        }
    }
}
