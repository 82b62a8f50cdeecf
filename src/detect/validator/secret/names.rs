//! The words that the validators of secrets know, in lower case, parted by blanks.

/// What a name must end in, or hold, to name a secret.
pub(super) const SECRET_NOUNS: &str = "
    accesskey accesstoken accountkey apikey apisecret apitoken appkey appsecret auth authentication authkey
    authorization authtoken bearer bottoken clientsecret consumerkey credential credentials encryptionkey
    idtoken jwt licensekey masterkey passkey privatekey refreshtoken secret secretkey sessiontoken sharedkey
    signingkey token usertoken
";

/// What makes a `key` a secret.
pub(super) const KEY_KINDS: &str = "
    access account activation admin api app application auth authorization client consumer crypt decryption
    deploy developer encrypt encryption hmac ingest ingestion insert integration jwt licence license live
    master private read rest root secret server service session shared sign signature signing storage stream
    subscription user webhook write
";

/// What makes a `key` one by which something is looked up.
pub(super) const LOOKED_UP: &str = "
    agreed block build bucket cluster column composite count data database db document event fact file foreign group hash host
    gpg hot index item job known locale lookup map message meta metric node object openpgp order partition pgp primary product project
    query record redis registry route routing row search section sort store storage table tag task test ticket topic
    trace translation trusted unique update
";

/// Words that say the value is made up.
pub(super) const UNREAL: &str = "
    bad bogus dummy example fake invalid mock non not sample wrong
";

/// Words after the noun that make the name one of something else.
pub(super) const AFTER_SECRET: &str = "
    address age alg algo algorithm alias arn audience backend balance bytes cache callback check class code
    column contract count created date decimals description digest dir directory endpoint env error exp
    expiration expired expires expiry field file filename fingerprint folder format func function handler hash
    header help hint host id identifier ids idx index issuer kind label len length level lifetime limit list
    location manager map max md5 message method min mode model module msg name names offset output page param
    parameter path pattern policy prefix provider ref reference regex region request response results ring
    role rule salt schema scope scopes selector server service sha size source state status store subject
    suffix supply symbol table time timeout timestamp title ttl type uri url urls usage user username
    validator vault version
";

/// Words anywhere in the name that make the value public or transient.
pub(super) const PUBLIC: &str = "
    accessor authenticity author bos cache cancel cancellation checksum commit continuation csrf csrftoken css
    cursor dependency design encrypted eos fingerprint hashed idempotency image mask next nonce package pad
    page pagination previous pub pubkey public publickey publishable revision sealed site special srcrev stop
    sync unk verification xsrf
";

/// Words in a label that make the value no secret: public keys, digests, names of things.
pub(super) const NO_SECRET: &str = "
    checksum commit correlation csrf digest etag fingerprint hash image md5 nonce pub public publishable
    request revision sha span trace uri url version xsrf
";

/// What a name must hold to name a password.
pub(super) const PASSWORD_NOUNS: &str = "
    adgangskode contrasena contraseña dbpass haslo hasło heslo kennwort losenord lösenord motdepasse palavra
    parola parole pass passcode passe passord passphrase passw passwd password passwort pgpassword psw pw pwd
    salasana senha sifre sshpass userpass wachtwoord şifre
";

/// Words after the noun that make the name one of something else.
pub(super) const AFTER_PASSWORD: &str = "
    age algorithm attempts auth authentication change changed check class cmd command confirmation count
    digest encoder encoding encryption env error expiry field file filename fingerprint generator hash hasher
    help hint history id input key label last len length link management manager max message method mgr min
    mode name path placeholder policy prompt protected provider question realm ref regex required reset rule
    salt service source store strength text through time title type uri url validator var variable vault
    version with
";

/// Words for what becomes of a password, where one stands in its place.
pub(super) const PASSWORD_STATES: &str = "
    always automatic automatically cleartext encrypt encrypted existing erforderlich external fallback generate generated global ignore
    ignored inherit inline insecure invisible keyring keychain legacy locked manual masked maximum minimum missing nothing obligatoire obligatoria obligatorio obrigatoria official prompted private
    plaintext protected provided public random require requis reset rotate secure shared skipped static stdin stored strong system unchanged
    unsafe vaulted verify verplicht visible wymagane
";

/// Parts of values that are no secrets, lower case. Each is long enough not to turn up by chance in a random value.
pub(super) const STAND_IN_PARTS: &str = "
    **** -here .... _here abcdefgh change-me change_me changeme deadbeefdeadbeef dummy example foobar hidden
    insert keyhere masked my-bot-token not-a-real notareal os.environ placeholder process.env redacted removed
    replace sample sanitized secrethere stringhere todo tokenhere undefined xxxx your
";

/// Whole words that stand for a password, a user or a token, lower case. A number may follow.
pub(super) const STAND_INS: &str = "
    access admin aladdin any api apikey arg auth bar baz bearer bool boolean bytes clave client config const
    contrasena credential credentials data default demo disabled email empty enabled env fake false field file
    foo form geheim guest hash hashed haslo id input int integer invalid kennwort key login mock motdepasse
    mypass mypassword mysecret mytoken name new newpassword nil no none null number object old oldpassword
    option optional param parola pass passphrase passwd password passwort plain prompt pw pwd qux request
    required root secret segredo self senha some somepassword something str string temp test testing testpass
    testpassword text this token true type undefined unknown unset user username usuario val value var void
    wachtwoord wrong wrongpassword xxx yes yyy zzz
";

/// What file names, or the names of hosts, end in.
pub(super) const FILE_ENDINGS: &str = "
    cer com crt css csv git go html java jks jpg js json key md net org p12 pem pfx php png properties py rb
    rs sh svg toml ts tsx txt xml yaml yml
";

/// Whether a list holds a word, whatever its case.
pub(super) fn holds(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|other| other.eq_ignore_ascii_case(word))
}
