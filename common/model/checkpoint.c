/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bundle.h"
#include "mem.h"

#include "checkpoint.h"

#define MEMBER "trees.bin"
#define FOLDS 5			/* files of folds there may be */

static char *
fold_path(const char *path, size_t fold)
{
	struct str s = STR_INIT;

	str_addf(&s, "%s.fold%zu", path, fold);
	return (str_detach(&s));
}

static void
add_value(const json_t *v, struct str *out)
{
	if (json_is_string(v))
		str_addz(out, json_string_value(v));
	else if (v == NULL)
		str_addz(out, "none");
	else
		doc_write(v, out);
}

/* Name what is not the same in two objects, and in those within. */
static int
tell_difference(const json_t *here, const json_t *there, const char *name,
    struct diag *d)
{
	struct str a = STR_INIT, b = STR_INIT;
	const char *key;
	json_t *v;

	json_object_foreach((json_t *)(uintptr_t)here, key, v) {
		if (!json_equal(v, json_object_get(there, key)))
			return (tell_difference(v, json_object_get(there, key),
			    key, d));
	}
	if (json_is_object(here) || json_is_array(here)) {
		diag_set(d, "the %s differ", name);
	} else {
		add_value(here, &a);
		add_value(there, &b);
		if (a.len == DIGEST_HEX)
			diag_set(d, "the %s differ", name);
		else
			diag_set(d, "%s is %s here and %s there", name,
			    str_get(&a), str_get(&b));
	}
	str_release(&a);
	str_release(&b);
	return (-1);
}

static int
check_bundle(const struct bundle *b, const json_t *of, struct diag *d)
{
	const json_t *there = json_object_get(b->manifest, "of");

	if (there == NULL || bundle_find(b, MEMBER) == NULL)
		return (diag_set(d, "it is no checkpoint"));
	if (json_equal(of, there))
		return (0);
	tell_difference(of, there, "trainings", d);
	return (diag_prefix(d, "it is a checkpoint of another training"));
}

bool
checkpoint_exists(const struct checkpointing *c)
{
	return (access(c->path, F_OK) == 0);
}

int
checkpoint_read(struct checkpointing *c, const json_t *of, json_t **state,
    struct str *bytes, struct diag *d)
{
	struct bundle b;
	int r;

	if (!checkpoint_exists(c))
		return (0);
	c->refused = true;
	if (bundle_read(c->path, &b, d) == -1)
		return (-1);
	r = check_bundle(&b, of, d);
	if (r == 0)
		r = doc_get_object(b.manifest, "state", state, d);
	if (r == 0)
		r = bundle_take(&b, MEMBER, bytes, d);
	if (r == 0)
		json_incref(*state);
	bundle_release(&b);
	if (r == -1)
		return (diag_prefix(d, "%s", c->path));
	c->refused = false;
	return (1);
}

int
checkpoint_write(struct checkpointing *c, const json_t *of,
    const json_t *state, const struct str *bytes, struct diag *d)
{
	struct bundle b;
	int r;

	bundle_init(&b);
	json_object_set_new(b.manifest, "of", json_deep_copy(of));
	json_object_set_new(b.manifest, "state", json_deep_copy(state));
	bundle_add(&b, MEMBER, bytes->buf, bytes->len);
	r = bundle_write(&b, c->path, d);
	bundle_release(&b);
	c->refused = c->refused || r == -1;
	return (r);
}

struct checkpointing
checkpoint_of_fold(const struct checkpointing *c, size_t fold)
{
	return ((struct checkpointing){ .path = fold_path(c->path, fold),
	    .every = c->every });
}

void
checkpoint_remove(const char *path)
{
	char *fold;

	unlink(path);
	for (size_t k = 1; k <= FOLDS; k++) {
		fold = fold_path(path, k);
		unlink(fold);
		free(fold);
	}
}
