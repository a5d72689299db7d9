/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base64.h"
#include "mlc_folder.h"
#include "store.h"

#include "signature.h"

#define PAYLOAD_TYPE "application/vnd.in-toto+json"
#define STATEMENT "https://in-toto.io/Statement/v1"
#define PREDICATE "https://model_signing/signature/v1.0"
#define MEDIA_TYPE "application/vnd.dev.sigstore.bundle.v0.3+json"
#define BUNDLE_MAX (1 << 20)
#define ENDING ".sig"

static int
fail_crypto(struct diag *d, const char *what)
{
	unsigned long e = ERR_peek_last_error();
	const char *why = ERR_reason_error_string(e);

	diag_set(d, "%s: %s", what, why != NULL ? why : "cannot be used");
	ERR_clear_error();
	return (-1);
}

/* Nobody is asked for a passphrase. */
static int
no_passphrase(char *buf, int size, int writing, void *ctx)
{
	(void)buf, (void)size, (void)writing, (void)ctx;
	return (0);
}

static bool
is_ed25519(EVP_PKEY *key)
{
	return (EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519);
}

static bool
is_fit(EVP_PKEY *key)
{
	char curve[32] = "";
	size_t n;

	if (is_ed25519(key))
		return (true);
	return (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
	    EVP_PKEY_get_group_name(key, curve, sizeof(curve), &n) == 1 &&
	    strcmp(curve, "prime256v1") == 0);
}

static EVP_PKEY *
read_private_key(const char *path, struct diag *d)
{
	BIO *file = BIO_new_file(path, "r");
	EVP_PKEY *key = NULL;

	if (file == NULL || (key = PEM_read_bio_PrivateKey(file, NULL,
	    no_passphrase, NULL)) == NULL)
		fail_crypto(d, path);
	BIO_free(file);
	if (key != NULL && !is_fit(key)) {
		diag_set(d, "%s: is no key of ECDSA on P-256 or Ed25519",
		    path);
		EVP_PKEY_free(key);
		key = NULL;
	}
	return (key);
}

/* The SHA-256 of its public form. */
static int
describe_key(EVP_PKEY *key, char *who)
{
	BIO *mem = BIO_new(BIO_s_mem());
	char *p;
	long n;
	int r = -1;

	if (mem != NULL && PEM_write_bio_PUBKEY(mem, key) == 1 &&
	    (n = BIO_get_mem_data(mem, &p)) > 0) {
		digest_bytes(p, (size_t)n, who);
		r = 0;
	}
	BIO_free(mem);
	return (r);
}

static int
digit(char c)
{
	return (c <= '9' ? c - '0' : c - 'a' + 10);
}

/* Of a list of one: the digest of the file's digest. */
static void
digest_root(const char *digest, char *root)
{
	unsigned char raw[DIGEST_HEX / 2];

	for (size_t i = 0; i < sizeof(raw); i++)
		raw[i] = (unsigned char)(digit(digest[2 * i]) << 4 |
		    digit(digest[2 * i + 1]));
	digest_bytes(raw, sizeof(raw), root);
}

static void
write_statement(const char *name, const char *digest, struct str *out)
{
	char root[DIGEST_HEX + 1];
	json_t *o = json_object(), *subject = json_object();

	digest_root(digest, root);
	doc_set_text(subject, "name", name);
	json_object_set_new(subject, "digest", json_pack("{ss}", "sha256",
	    root));
	doc_set_text(o, "_type", STATEMENT);
	json_object_set_new(o, "subject", json_pack("[o]", subject));
	doc_set_text(o, "predicateType", PREDICATE);
	json_object_set_new(o, "predicate", json_pack(
	    "{s{sssbsss[]}s[{ssssss}]}", "serialization", "method", "files",
	    "allow_symlinks", 0, "hash_type", "sha256", "ignore_paths",
	    "resources", "name", ".", "digest", digest, "algorithm",
	    "sha256"));
	doc_write(o, out);
	json_decref(o);
}

/* What is signed: the payload and its type, with their lengths (DSSE v1). */
static void
write_signed(const struct str *payload, struct str *out)
{
	str_addf(out, "DSSEv1 %zu " PAYLOAD_TYPE " %zu ",
	    sizeof(PAYLOAD_TYPE) - 1, payload->len);
	str_add(out, payload->buf, payload->len);
}

static const EVP_MD *
hash_of(EVP_PKEY *key)
{
	return (is_ed25519(key) ? NULL : EVP_sha256());
}

static int
sign(EVP_PKEY *key, const struct str *text, struct str *out, struct diag *d)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	const unsigned char *p = (const unsigned char *)text->buf;
	size_t n = 0;
	int r = -1;

	if (ctx != NULL && EVP_DigestSignInit(ctx, NULL, hash_of(key), NULL,
	    key) == 1 && EVP_DigestSign(ctx, NULL, &n, p, text->len) == 1 &&
	    EVP_DigestSign(ctx, (unsigned char *)str_reserve(out, n), &n, p,
	    text->len) == 1) {
		str_commit(out, n);
		r = 0;
	} else {
		fail_crypto(d, "the key");
	}
	EVP_MD_CTX_free(ctx);
	return (r);
}

static void
add_base64(json_t *o, const char *key, const struct str *bytes)
{
	struct str s = STR_INIT;

	base64_add(&s, bytes->buf, bytes->len);
	doc_set_text(o, key, str_get(&s));
	str_release(&s);
}

int
signature_make(const char *name, const char *digest, const char *key_path,
    struct str *bundle, struct diag *d)
{
	struct str payload = STR_INIT, text = STR_INIT, sig = STR_INIT;
	EVP_PKEY *key = read_private_key(key_path, d);
	json_t *o, *envelope = json_object(), *one = json_object();
	char who[DIGEST_HEX + 1] = "";
	int r = key == NULL ? -1 : 0;

	write_statement(name, digest, &payload);
	write_signed(&payload, &text);
	if (r == 0 && describe_key(key, who) == -1)
		r = fail_crypto(d, key_path);
	if (r == 0)
		r = sign(key, &text, &sig, d);
	add_base64(envelope, "payload", &payload);
	doc_set_text(envelope, "payloadType", PAYLOAD_TYPE);
	add_base64(one, "sig", &sig);
	doc_set_text(one, "keyid", "");
	json_object_set_new(envelope, "signatures", json_pack("[o]", one));
	o = json_pack("{sss{s{ss}s[]}so}", "mediaType", MEDIA_TYPE,
	    "verificationMaterial", "publicKey", "hint", who, "tlogEntries",
	    "dsseEnvelope", envelope);
	doc_write(o, bundle);
	str_addc(bundle, '\n');
	json_decref(o);
	str_release(&payload);
	str_release(&text);
	str_release(&sig);
	EVP_PKEY_free(key);
	return (r);
}

/* The payload and the signature of a bundle. */
static int
read_envelope(const char *path, struct str *payload, struct str *sig,
    struct diag *d)
{
	struct str text = STR_INIT;
	const char *p, *s;
	const json_t *e;
	json_t *o = NULL;
	int r = line_file_read(path, 0, &text, d);

	if (r == 0 && text.len > BUNDLE_MAX)
		r = diag_set(d, "%s: is no signature", path);
	if (r == 0 && doc_parse(str_get(&text), text.len, &o, d) == -1)
		r = diag_prefix(d, "%s", path);
	str_release(&text);
	if (r == -1)
		return (-1);
	e = json_object_get(o, "dsseEnvelope");
	p = doc_text(e, "payload");
	s = doc_text(json_array_get(json_object_get(e, "signatures"), 0),
	    "sig");
	if (p == NULL || s == NULL || !doc_is(e, "payloadType",
	    PAYLOAD_TYPE))
		r = diag_set(d, "%s: is no bundle of a signature", path);
	else if (base64_read(payload, p, strlen(p), d) == -1 ||
	    base64_read(sig, s, strlen(s), d) == -1)
		r = diag_prefix(d, "%s", path);
	json_decref(o);
	return (r);
}

/* Is the statement about these bytes, and nothing else? */
static bool
is_about(const struct str *payload, const char *digest)
{
	char root[DIGEST_HEX + 1];
	const json_t *subject, *resources, *one;
	struct diag none;
	json_t *o;
	bool is;

	if (doc_parse(str_get(payload), payload->len, &o, &none) == -1)
		return (false);
	digest_root(digest, root);
	subject = json_object_get(o, "subject");
	resources = json_object_get(json_object_get(o, "predicate"),
	    "resources");
	one = json_array_get(resources, 0);
	is = doc_is(o, "predicateType", PREDICATE) &&
	    json_array_size(subject) == 1 &&
	    doc_is(json_object_get(json_array_get(subject, 0), "digest"),
	    "sha256", root) && json_array_size(resources) == 1 &&
	    doc_is(one, "algorithm", "sha256") &&
	    doc_is(one, "digest", digest);
	json_decref(o);
	return (is);
}

static bool
verify(EVP_PKEY *key, const struct str *text, const struct str *sig)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool good;

	good = ctx != NULL && is_fit(key) && EVP_DigestVerifyInit(ctx, NULL,
	    hash_of(key), NULL, key) == 1 && EVP_DigestVerify(ctx,
	    (const unsigned char *)sig->buf, sig->len,
	    (const unsigned char *)text->buf, text->len) == 1;
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return (good);
}

/* By which of the keys: 1, 0 by none. */
static int
find_signer(const char *keys_path, const struct str *text,
    const struct str *sig, char *who, struct diag *d)
{
	BIO *file = BIO_new_file(keys_path, "r");
	EVP_PKEY *key;
	size_t n = 0;
	int found = 0;

	if (file == NULL)
		return (fail_crypto(d, keys_path));
	while (found == 0 && (key = PEM_read_bio_PUBKEY(file, NULL,
	    no_passphrase, NULL)) != NULL) {
		n++;
		if (verify(key, text, sig))
			found = describe_key(key, who) == 0;
		EVP_PKEY_free(key);
	}
	ERR_clear_error();
	BIO_free(file);
	if (n == 0)
		return (diag_set(d, "%s: has no public key in it",
		    keys_path));
	if (found == 0)
		diag_set(d, "it is not signed by %s of %s", n == 1 ?
		    "the key" : "any of the keys", keys_path);
	return (found);
}

int
signature_check(const char *bundle_path, const char *digest,
    const char *keys_path, char *who, struct diag *d)
{
	struct str payload = STR_INIT, sig = STR_INIT, text = STR_INIT;
	int r = 0;

	if (read_envelope(bundle_path, &payload, &sig, d) == 0) {
		write_signed(&payload, &text);
		r = find_signer(keys_path, &text, &sig, who, d);
		if (r == 1 && !is_about(&payload, digest)) {
			diag_set(d, "%s: is a signature of other bytes",
			    bundle_path);
			r = 0;
		}
	}
	str_release(&payload);
	str_release(&sig);
	str_release(&text);
	return (r);
}

#define KEPT "signatures/%s" ENDING

int
signature_keep(const char *store, const char *digest,
    const struct str *bundle, struct diag *d)
{
	char *path = mlc_folder_path(store, KEPT, digest);
	char *folder = mlc_folder_path(store, "signatures");
	char hex[DIGEST_HEX + 1];
	int r = store_make_folders(folder, d);

	if (r == 0)
		r = store_put(store, bundle->buf, bundle->len, hex, d);
	if (r == 0)
		r = store_link(store, path + strlen(store) + 1, hex, d);
	free(path);
	free(folder);
	return (r);
}

char *
signature_find(const char *path, const char *digest)
{
	struct str s = STR_INIT;
	char *store, *place = NULL;

	str_addf(&s, "%s" ENDING, path);
	if (access(s.buf, F_OK) == 0)
		return (str_detach(&s));
	str_release(&s);
	store = mlc_folder_find();
	if (store != NULL) {
		place = mlc_folder_path(store, KEPT, digest);
		if (access(place, F_OK) == -1) {
			free(place);
			place = NULL;
		}
	}
	free(store);
	return (place);
}

int
signature_require(const char *path, const char *digest,
    const char *keys_path, struct diag *d)
{
	char *bundle = signature_find(path, digest), who[DIGEST_HEX + 1];
	int r;

	if (bundle == NULL) {
		diag_set(d, "it is not signed");
		return (0);
	}
	r = signature_check(bundle, digest, keys_path, who, d);
	free(bundle);
	return (r);
}
