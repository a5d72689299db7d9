/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "digest.h"
#include "mem.h"

#include "bundle.h"
#include "bundle_check.h"

void
bundle_init(struct bundle *b)
{
	memset(b, 0, sizeof(*b));
	b->manifest = json_object();
}

void
bundle_release(struct bundle *b)
{
	for (size_t i = 0; i < b->n; i++) {
		free(b->members[i].name);
		free(b->members[i].p);
	}
	free(b->members);
	json_decref(b->manifest);
	memset(b, 0, sizeof(*b));
}

void
bundle_add(struct bundle *b, const char *name, const char *p, size_t n)
{
	struct member *m;

	if (!bundle_is_name(name) || bundle_find(b, name) != NULL)
		BUG("a bundle cannot take \"%s\"", name);
	b->members = mem_grow(b->members, &b->cap, b->n + 1, sizeof(*m));
	m = &b->members[b->n++];
	m->name = mem_strdup(name);
	m->p = mem_dup(p, n, 1);
	m->n = n;
}

void
bundle_add_json(struct bundle *b, const char *name, const json_t *v)
{
	struct str s = STR_INIT;

	doc_write(v, &s);
	str_addc(&s, '\n');
	bundle_add(b, name, s.buf, s.len);
	str_release(&s);
}

const struct member *
bundle_find(const struct bundle *b, const char *name)
{
	for (size_t i = 0; i < b->n; i++) {
		if (strcmp(b->members[i].name, name) == 0)
			return (&b->members[i]);
	}
	return (NULL);
}

int
bundle_get_json(const struct bundle *b, const char *name, json_t **out,
    struct diag *d)
{
	const struct member *m = bundle_find(b, name);

	*out = NULL;
	if (m == NULL)
		return (diag_set(d, "the model file has no \"%s\"", name));
	if (doc_parse(m->p, m->n, out, d) == -1)
		return (diag_prefix(d, "\"%s\" of the model file", name));
	return (0);
}

int
bundle_take(struct bundle *b, const char *name, struct str *out,
    struct diag *d)
{
	struct member *m = (struct member *)(uintptr_t)bundle_find(b, name);

	if (m == NULL)
		return (diag_set(d, "the model file has no \"%s\"", name));
	str_release(out);
	*out = (struct str){ m->p, m->n, m->n + 1 };
	m->p = NULL;
	m->n = 0;
	return (0);
}

/* Only plain names: no folders, nothing hidden, nothing of the manifest's. */
bool
bundle_is_name(const char *name)
{
	static const char fine[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	size_t n = strlen(name);

	return (n > 0 && n <= BUNDLE_NAME_MAX && name[0] != '.' &&
	    name[0] != '-' && strspn(name, fine) == n &&
	    strcmp(name, BUNDLE_MANIFEST) != 0);
}

/* The digest of the manifest without its own: of its values, not of how they
   are laid out. */
void
bundle_digest_manifest(const json_t *manifest, char *hex)
{
	json_t *copy = json_deep_copy(manifest);
	struct str s = STR_INIT;

	json_object_del(json_object_get(copy, "sha256"), BUNDLE_MANIFEST);
	doc_write(copy, &s);
	digest_bytes(s.buf, s.len, hex);
	str_release(&s);
	json_decref(copy);
}

static int
check_digest(const json_t *digests, const char *name, const char *hex,
    struct diag *d)
{
	const char *want;

	if (doc_get_string(digests, name, &want, d) == -1)
		return (diag_prefix(d, "no digest of a member"));
	if (strcmp(want, hex) != 0)
		return (diag_set(d, "the digest of \"%s\" is wrong", name));
	return (0);
}

int
bundle_check_version(const json_t *manifest, struct diag *d)
{
	int64_t version;

	if (doc_get_int(manifest, "mlc_model", &version, d) == -1)
		return (diag_set(d, "not an mlc model file"));
	if (version > BUNDLE_VERSION)
		return (diag_set(d, "made by a newer mlc (model format %lld; "
		    "this one reads %d)", (long long)version,
		    BUNDLE_VERSION));
	if (version < 1)
		return (diag_set(d, "model format %lld was never one",
		    (long long)version));
	return (0);
}

int
bundle_check_digests(const struct bundle *b, struct diag *d)
{
	char hex[DIGEST_HEX + 1];
	json_t *digests;

	if (doc_get_object(b->manifest, "sha256", &digests, d) == -1)
		return (-1);
	bundle_digest_manifest(b->manifest, hex);
	if (check_digest(digests, BUNDLE_MANIFEST, hex, d) == -1)
		return (-1);
	for (size_t i = 0; i < b->n; i++) {
		digest_bytes(b->members[i].p, b->members[i].n, hex);
		if (check_digest(digests, b->members[i].name, hex, d) == -1)
			return (-1);
	}
	if (json_object_size(digests) != b->n + 1)
		return (diag_set(d, "a member is missing"));
	return (0);
}

void
bundle_room_init(struct bundle_room *r, size_t n)
{
	size_t most = BOUND_JSON_MANY * n;

	if (most < BOUND_JSON)
		most = BOUND_JSON;
	r->all = BOUND_RATIO_FREE + n * BOUND_RATIO;
	if (r->all > BUNDLE_MEMBER_MAX)
		r->all = BUNDLE_MEMBER_MAX;
	r->json = BOUND_JSON_FREE + n * BOUND_JSON_RATIO;
	if (r->json > most)
		r->json = most;
}

int
bundle_room_take(struct bundle_room *r, const char *name, size_t n,
    struct diag *d)
{
	size_t len = strlen(name);
	bool is_json = len > 5 && strcmp(name + len - 5, ".json") == 0;

	if (n > r->all || (is_json && n > r->json))
		return (diag_set(d, "its members are too large"));
	r->all -= n;
	if (is_json)
		r->json -= n;
	return (0);
}
