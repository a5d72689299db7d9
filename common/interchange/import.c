/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "bytes.h"
#include "digest.h"

#include "imported.h"
#include "ubjson.h"

static int
read_all(const char *path, struct str *out, char *sha, struct diag *d)
{
	struct outside *outside;
	struct bytes *in;
	const char *p;
	uint64_t size;
	size_t n;
	int r;

	if (outside_open(path, &outside, d) == -1 ||
	    bytes_open_outside(outside, NULL, &in, d) == -1)
		return (-1);
	while ((r = bytes_next(in, &p, &n, d)) == 1 &&
	    out->len <= BUNDLE_MEMBER_MAX)
		str_add(out, p, n);
	if (r == 1)
		r = diag_set(d, "%s: too large for a model", path);
	else if (r == 0)
		r = outside_digest(bytes_outside(in), &size, sha, d);
	bytes_close(in);
	return (r);
}

/* In UBJSON a key's length follows, in JSON a blank or a quote. */
static bool
is_ubjson(const struct str *s)
{
	return (s->len > 1 && s->buf[0] == '{' &&
	    strchr("UiIlLN$#", s->buf[1]) != NULL);
}

static int
import_json(const struct str *s, struct imported *a, struct diag *d)
{
	json_t *doc;
	int r = is_ubjson(s) ? ubjson_parse(s->buf, s->len, &doc, d) :
	    doc_parse(s->buf, s->len, &doc, d);

	if (r == -1)
		return (-1);
	r = import_xgboost(doc, a, d);
	json_decref(doc);
	return (r);
}

int
import_bytes(const struct str *s, const struct import_options *o,
    struct predictor **out, struct str *source, struct diag *d)
{
	struct imported a = { .source = STR_INIT };
	const char *p = str_get(s) + strspn(str_get(s), " \t\r\n");
	int r;

	if (*p == '{')
		r = import_json(s, &a, d);
	else if (strncmp(p, "tree\n", 5) == 0 || strncmp(p, "tree\r", 5) == 0)
		r = import_lightgbm(p, &a, d);
	else
		r = diag_set(d, "no model of XGBoost (JSON, UBJSON) or "
		    "LightGBM (text)");
	if (r == 0)
		r = imported_build(&a, d);
	if (r == 0)
		r = imported_finish(&a, o, out, d);
	str_add(source, str_get(&a.source), a.source.len);
	imported_release(&a);
	return (r);
}

int
import_read(const char *path, const struct import_options *o,
    struct predictor **out, json_t **facts, struct diag *d)
{
	struct str s = STR_INIT, source = STR_INIT;
	char sha[DIGEST_HEX + 1];
	int r = read_all(path, &s, sha, d);

	if (r == 0 && (r = import_bytes(&s, o, out, &source, d)) == -1)
		diag_prefix(d, "%s", path);
	if (r == 0)
		*facts = json_pack("{s:s, s:s}", "from", str_get(&source),
		    "sha256", sha);
	str_release(&s);
	str_release(&source);
	return (r);
}
