/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "attachment.h"

#define NAME_DIGITS 16		/* of the digest, in a name that we give */

void
attachments_init(struct attachments *a)
{
	*a = (struct attachments){ NULL, 0 };
}

void
attachments_release(struct attachments *a)
{
	for (size_t i = 0; i < a->n; i++) {
		struct attachment *one = a->v[i];

		if (atomic_fetch_sub(&one->references, 1) > 1)
			continue;
		free(one->name);
		free(one->bytes);
		free(one);
	}
	free(a->v);
	attachments_init(a);
}

static struct attachment *
find(const struct attachments *a, const char *name)
{
	for (size_t i = 0; i < a->n; i++) {
		if (strcmp(a->v[i]->name, name) == 0)
			return (a->v[i]);
	}
	return (NULL);
}

static void
append(struct attachments *a, struct attachment *one)
{
	a->v = mem_realloc(a->v, a->n + 1, sizeof(struct attachment *));
	a->v[a->n++] = one;
}

void
attachments_share(struct attachments *to, const struct attachments *from)
{
	for (size_t i = 0; i < from->n; i++) {
		if (find(to, from->v[i]->name) != NULL)
			continue;
		atomic_fetch_add(&from->v[i]->references, 1);
		append(to, from->v[i]);
	}
}

bool
attachments_equal(const struct attachments *a, const struct attachments *b)
{
	const struct attachment *other;

	for (size_t i = 0; i < a->n; i++) {
		other = find(b, a->v[i]->name);
		if (other == NULL ||
		    strcmp(other->sha256, a->v[i]->sha256) != 0)
			return (false);
	}
	return (a->n == b->n);
}

static struct attachment *
new_attachment(const char *name, const char *sha256, size_t size)
{
	struct attachment *one = MEM_NEW(struct attachment);

	one->name = mem_strdup(name);
	memcpy(one->sha256, sha256, DIGEST_HEX + 1);
	one->size = size;
	atomic_init(&one->references, 1);
	return (one);
}

int
attachments_check(const struct attachments *a, struct diag *d)
{
	size_t room = ATTACHMENTS_BYTES_MAX;

	if (a->n > ATTACHMENTS_MAX)
		return (diag_set(d, "more than %d attachments",
		    ATTACHMENTS_MAX));
	for (size_t i = 0; i < a->n; i++) {
		if (a->v[i]->size > room)
			return (diag_set(d, "attachments of more than %zu MiB",
			    ATTACHMENTS_BYTES_MAX >> 20));
		room -= a->v[i]->size;
	}
	return (0);
}

const struct attachment *
attachments_add(struct attachments *a, const char *kind, struct str *bytes)
{
	char hex[DIGEST_HEX + 1];
	struct str name = STR_INIT;
	struct attachment *one;

	digest_bytes(str_get(bytes), bytes->len, hex);
	str_addf(&name, "%s-%.*s", kind, NAME_DIGITS, hex);
	one = find(a, str_get(&name));
	if (one == NULL) {
		one = new_attachment(str_get(&name), hex, bytes->len);
		one->bytes = str_detach(bytes);
		append(a, one);
	}
	str_release(bytes);
	str_release(&name);
	return (one);
}

int
attachments_get(const struct attachments *a, const char *name,
    const struct attachment **out, struct diag *d)
{
	const struct attachment *one = find(a, name);

	if (one == NULL || one->bytes == NULL)
		return (diag_set(d, "attachment \"%s\" is missing", name));
	*out = one;
	return (0);
}

json_t *
attachments_to_json(const struct attachments *a)
{
	json_t *list = a->n > 0 ? json_array() : NULL;

	for (size_t i = 0; i < a->n; i++)
		json_array_append_new(list, json_pack("{s:s, s:I, s:s}",
		    "name", a->v[i]->name, "size", (json_int_t)a->v[i]->size,
		    "sha256", a->v[i]->sha256));
	return (list);
}

static bool
is_name(const char *z)
{
	size_t n = strlen(z);

	return (n > 0 && n <= ATTACHMENT_NAME_MAX && z[0] != '-' &&
	    strspn(z, "abcdefghijklmnopqrstuvwxyz0123456789-") == n);
}

static int
declare(struct attachments *a, const json_t *o, struct diag *d)
{
	const char *name, *sha256;
	int64_t size;

	if (doc_get_string(o, "name", &name, d) == -1 ||
	    doc_get_int(o, "size", &size, d) == -1 ||
	    doc_get_string(o, "sha256", &sha256, d) == -1)
		return (-1);
	if (!is_name(name))
		return (diag_set(d, "\"%s\" is not a name of an attachment",
		    name));
	if (find(a, name) != NULL)
		return (diag_set(d, "two attachments are called \"%s\"",
		    name));
	if (size < 0)
		return (diag_set(d, "attachment \"%s\" of %lld bytes", name,
		    (long long)size));
	if (strlen(sha256) != DIGEST_HEX)
		return (diag_set(d, "attachment \"%s\" has no SHA-256", name));
	append(a, new_attachment(name, sha256, (size_t)size));
	return (attachments_check(a, d));
}

int
attachments_declare(struct attachments *a, const json_t *list,
    struct diag *d)
{
	attachments_init(a);
	if (list != NULL && !json_is_array(list))
		return (diag_set(d, "\"attachments\" is not an array"));
	for (size_t i = 0; i < json_array_size(list); i++) {
		if (declare(a, json_array_get(list, i), d) == -1)
			return (-1);
	}
	return (0);
}

int
attachments_fill(struct attachments *a, size_t i, struct str *bytes,
    struct diag *d)
{
	struct attachment *one = a->v[i];
	char hex[DIGEST_HEX + 1];
	int r = 0;

	digest_bytes(str_get(bytes), bytes->len, hex);
	if (bytes->len != one->size)
		r = diag_set(d, "attachment \"%s\" has %zu bytes and not %zu",
		    one->name, bytes->len, one->size);
	else if (strcmp(hex, one->sha256) != 0)
		r = diag_set(d, "the digest of attachment \"%s\" is wrong",
		    one->name);
	else
		one->bytes = str_detach(bytes);
	str_release(bytes);
	return (r);
}
