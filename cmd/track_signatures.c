/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs of mlc-track on signatures. */
#include <stdlib.h>
#include <string.h>

#include "known_name.h"
#include "mem.h"
#include "mlc_folder.h"
#include "outfile.h"
#include "signature.h"

#include "track.h"

/* The file of a name and its digest. */
static char *
find_file(const struct track *t, char *hex)
{
	struct diag d = DIAG_INIT;
	char *path;

	if (known_model(track_arg(t, 0), &path, &d) == -1 ||
	    digest_file(path, hex, &d) == -1)
		tool_die(&t->tool, &d);
	return (path);
}

static bool
is_registered(const struct track *t)
{
	return (strncmp(track_arg(t, 0), REGISTRY_NAME,
	    strlen(REGISTRY_NAME)) == 0);
}

/* That of a model in the registry is kept in the folder. */
static int
keep_bundle(const struct str *bundle, const char *hex, struct diag *d)
{
	char *store;
	int r;

	if (mlc_folder_need(&store, d) == -1)
		return (-1);
	r = signature_keep(store, hex, bundle, d);
	free(store);
	return (r);
}

/* --signature, or beside the file. */
static int
put_bundle(const struct track *t, const char *path, struct str *bundle,
    struct diag *d)
{
	struct str place = STR_INIT;
	int r;

	str_addf(&place, "%s.sig", path);
	r = outfile_put(t->signature != NULL ? t->signature : place.buf,
	    bundle, d);
	str_release(&place);
	return (r);
}

static void
need_key(const struct track *t)
{
	if (t->key == NULL)
		tool_usage(&t->tool, "--key names the key");
}

static int
run_sign(struct track *t)
{
	const char *arg = track_arg(t, 0), *slash = strrchr(arg, '/');
	char hex[DIGEST_HEX + 1], *path;
	struct str bundle = STR_INIT;
	struct diag d = DIAG_INIT;
	int r;

	need_key(t);
	path = find_file(t, hex);
	r = signature_make(slash != NULL ? slash + 1 : arg, hex, t->key,
	    &bundle, &d);
	if (r == 0 && is_registered(t) && t->signature == NULL)
		r = keep_bundle(&bundle, hex, &d);
	else if (r == 0)
		r = put_bundle(t, path, &bundle, &d);
	if (r == -1)
		tool_die(&t->tool, &d);
	str_release(&bundle);
	free(path);
	return (0);
}

static int
run_check(struct track *t)
{
	char hex[DIGEST_HEX + 1], who[DIGEST_HEX + 1], *path, *bundle;
	struct diag d = DIAG_INIT;
	int r = 0;

	need_key(t);
	path = find_file(t, hex);
	bundle = t->signature != NULL ? mem_strdup(t->signature) :
	    signature_find(path, hex);
	if (bundle == NULL)
		diag_set(&d, "it is not signed");
	else
		r = signature_check(bundle, hex, t->key, who, &d);
	if (r == -1)
		tool_die(&t->tool, &d);
	if (r == 1)
		tool_warn(&t->tool, "%s: signed by the key %.12s",
		    track_arg(t, 0), who);
	else
		tool_warn(&t->tool, "%s: %s", track_arg(t, 0), d.text);
	free(bundle);
	free(path);
	return (r == 0);
}

#define AT(member) .at = offsetof(struct track, member)
#define SIGNATURE { OPTION_TEXT, 0, "signature", "FILE", \
	"its file (default: FILE.sig)", AT(signature) }

static const struct option_def sign_options[] = {
	{ OPTION_TEXT, 'k', "key", "FILE", "a private key, PEM: ECDSA on P-256 "
	    "or Ed25519", AT(key) },
	SIGNATURE,
	{ OPTION_END }
}, check_options[] = {
	{ OPTION_TEXT, 'k', "key", "FILE", "public keys, PEM", AT(key) },
	SIGNATURE,
	{ OPTION_END }
};

const struct track_verb track_sign_verbs[] = {
	{ "sign", "sign -k KEY [--signature FILE] FILE", "sign a model or "
	    "another file", sign_options, 1, 1, 0, run_sign },
	{ "check", "check -k KEYS [--signature FILE] FILE", "is it signed by "
	    "one of the keys?", check_options, 1, 1, 0, run_check },
	{ .name = NULL }
};
