//! User names without a digit: told from words of prose and of source code by the lists of names and words.

use super::super::name::Lexicon;

/// What source code, documentation and systems call a user, whole or as a part, lower case. No list of words has these.
const STAND_INS: &str = "
    acct addr app apache api apikey appuser args attr auth aws backend bot ci cfg cli cluster cmd cn conf conn cron ctx curr dba dbname dbo dbuser
    deploy dev devops dict dirname docker dst elastic env ext filename fn fname foobar frontend ftp gitlab grafana gid grp
    hostname http https idx init ip ipaddr iam jboss json jwt kafka keycloak kube kwargs ldap lname lnx mariadb misc mongo mongodb
    msg mssql myname mysql myuser nextcloud nginx nologin npm num oauth objectid octocat oidc okta ops opts orcl params
    passwd pgsql pos postgres postgresql pre prod props proto proxy psql pubkey pwd qux rabbitmq readonly redis req res ret rhel rpc
    runner sa sapphire scm sess smtp sql sqlalchemy src srv srvr ssh sshd sso staging stdin stdout str subdomain sudo superuser
    svc sys sysadmin sysdba tbl temp tmp tomcat ts txt uid uname undef uri url urls usr util uuid vagrant val var vnc webapp webhook
    webmaster wheel wordpress www xml xyz yaml yourname zabbix
";

/// What makes a longer word a stand-in, wherever in it.
const PARTS: [&str; 12] =
    ["user", "name", "admin", "login", "pass", "test", "string", "account", "example", "service", "client", "token"];

/// How a user name without a digit reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reading {
    /// A word, or what stands where a name would.
    Word,
    /// In no list: a nickname, or an abbreviation of source code.
    Unknown,
    /// A person's name: `adaeze`, `ada.okonkwo`, `mkowalski`.
    Name,
}

/// Shortest name that is in no list.
const SHORTEST: usize = 4;

/// Reads a user name: small letters, with dots, hyphens and underscores between.
pub(super) fn read(text: &str, names: &Lexicon) -> Reading {
    let written = |byte: u8| byte.is_ascii_lowercase() || b"._-".contains(&byte);
    if !text.bytes().all(written) || PARTS.iter().any(|part| text.contains(part)) {
        return Reading::Word;
    }
    let mut parts = text.split(['.', '_', '-']);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(only), None, _) => word(only, names),
        (Some(first), Some(last), None) => pair(first, last, names),
        _ => Reading::Word,
    }
}

fn is_stand_in(word: &str) -> bool {
    STAND_INS.split_ascii_whitespace().any(|other| other == word)
}

fn word(text: &str, names: &Lexicon) -> Reading {
    let class = names.class(text);
    if is_stand_in(text) || class.is_ambiguous() || text.len() < SHORTEST {
        return Reading::Word;
    }
    if class.is_name() || has_initial(text, names) || is_joined(text, names) { Reading::Name } else { Reading::Unknown }
}

/// Whether a letter and a surname make the word: `mkowalski`, `kowalskim`.
fn has_initial(text: &str, names: &Lexicon) -> bool {
    let surname = |part: Option<&str>| part.is_some_and(|part| part.len() >= 3 && names.class(part).is_surname());
    // A short word ends in many ways.
    surname(text.get(1..)) || text.len() >= 7 && surname(text.get(..text.len() - 1))
}

/// Whether a given name and a surname make the word, either first: `adaokonkwo`, `okonkwoada`.
fn is_joined(text: &str, names: &Lexicon) -> bool {
    (SHORTEST..=text.len().saturating_sub(SHORTEST)).filter_map(|at| text.split_at_checked(at)).any(|(first, last)| {
        let classes = [names.class(first), names.class(last)];
        let [one, other] = classes;
        let both = one.is_given() && other.is_surname() || one.is_surname() && other.is_given();
        both && classes.iter().any(|class| class.is_strong()) && !classes.iter().any(|class| class.is_organisation())
    })
}

/// `ada.okonkwo`, `a.okonkwo`, `okonkwo_a`: one a name, the other a name or letters.
fn pair(first: &str, last: &str, names: &Lexicon) -> Reading {
    let classes = [first, last].map(|part| names.class(part));
    let letter = |part: &str| part.len() == 1;
    let either = classes.iter().any(|class| class.is_strong()) || classes.iter().all(|class| class.is_name());
    let other = [first, last].iter().zip(classes).any(|(part, class)| {
        part.is_empty()
            || is_stand_in(part)
            || class.is_other() && !letter(part)
            || class.is_break()
            || class.is_organisation()
    });
    if either && !other { Reading::Name } else { Reading::Word }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::name::embedded;

    #[test]
    fn names_are_told_from_words() {
        let names = embedded();
        for (text, reading) in [
            ("ada.okonkwo", Reading::Name),
            ("m.kowalski", Reading::Name),
            ("kowalski_m", Reading::Name),
            ("mkowalski", Reading::Name),
            ("kowalskim", Reading::Name),
            ("jdoe", Reading::Name),
            ("adaeze", Reading::Name),
            ("julieclay", Reading::Name),
            ("kowalskianna", Reading::Name),
            ("dashboard", Reading::Word),
            ("nightowlz", Reading::Unknown),
            ("frontenddev", Reading::Unknown),
            ("required", Reading::Word),
            ("current", Reading::Word),
            ("opts", Reading::Word),
            ("uname", Reading::Word),
            ("dbuser", Reading::Word),
            ("req.body", Reading::Word),
            ("config.adaeze", Reading::Word),
            ("svc-ci", Reading::Word),
            ("data.u.name", Reading::Word),
            ("currentUser", Reading::Word),
        ] {
            assert_eq!(read(text, &names), reading, "{text}");
        }
    }
}
