/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "shard.h"

#include "fit_states.h"

#define STATES "fit"		/* the kind of attachment */

/* States of a node, as a file has them. */
struct saved_node {
	size_t file, round;
	unsigned height;
	uint64_t number;
	uint64_t first, end;	/* units */
	const struct attachment *states;
};

struct saved_round {
	size_t file, round;
	bool trained;		/* on any row */
	size_t n_fits;
};

struct fit_states {
	bool saves, has_rows;
	char **files;		/* names */
	size_t n_files;
	struct head rows;	/* of the first, or of the rows at hand */
	json_t *of;		/* NULL: no file was added */
	struct saved_node *nodes;
	size_t n_nodes, cap_nodes;
	struct saved_round *rounds;
	size_t n_rounds, cap_rounds;
	struct attachments attachments;	/* of all files */

	size_t at;		/* the round, from 1 */
	json_t *kept;		/* rounds to be saved */
	struct attachments saved;
};

struct fit_states *
fit_states_new(bool saves, bool has_rows)
{
	struct fit_states *s = MEM_NEW(struct fit_states);

	s->saves = saves;
	s->has_rows = has_rows;
	s->at = 1;
	s->kept = json_array();
	head_init(&s->rows);
	return (s);
}

void
fit_states_free(struct fit_states *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n_files; i++)
		free(s->files[i]);
	free(s->files);
	head_release(&s->rows);
	json_decref(s->of);
	json_decref(s->kept);
	free(s->nodes);
	free(s->rounds);
	attachments_release(&s->attachments);
	attachments_release(&s->saved);
	free(s);
}

bool
fit_states_has_rows(const struct fit_states *s)
{
	return (s->has_rows);
}

/* A node of a file, checked against the number of units. */
static int
add_node(struct fit_states *s, const struct head *h, const json_t *v,
    size_t round, struct diag *d)
{
	json_int_t height, number, units = json_integer_value(
	    json_object_get(s->of, "units"));
	struct saved_node n = { .file = s->n_files - 1, .round = round };
	const char *name;

	if (json_unpack((json_t *)(uintptr_t)v, "[I,I,s]", &height, &number,
	    &name) == -1 || height < 0 || height > 62 || number < 0 ||
	    number > (units - 1) >> height)
		return (diag_set(d, "a node of the states is none"));
	if (attachments_get(&h->attachments, name, &n.states, d) == -1)
		return (-1);
	n.height = (unsigned)height;
	n.number = (uint64_t)number;
	n.first = n.number << height;
	n.end = (uint64_t)(units - 1) >> height == n.number ?
	    (uint64_t)units : (n.number + 1) << height;
	s->nodes = mem_grow(s->nodes, &s->cap_nodes, s->n_nodes + 1,
	    sizeof(*s->nodes));
	s->nodes[s->n_nodes++] = n;
	return (0);
}

static int
add_round(struct fit_states *s, const struct head *h, const json_t *o,
    struct diag *d)
{
	struct saved_round r = { .file = s->n_files - 1 };
	int64_t round, n_fits;
	json_t *nodes;
	size_t i;
	json_t *v;

	if (doc_get_int(o, "round", &round, d) == -1 ||
	    doc_get_int(o, "fits", &n_fits, d) == -1 ||
	    doc_get_bool(o, "trained", &r.trained, d) == -1 ||
	    doc_get_array(o, "nodes", &nodes, d) == -1)
		return (-1);
	if (round < 1 || n_fits < 1)
		return (diag_set(d, "a round of the states is none"));
	r.round = (size_t)round;
	r.n_fits = (size_t)n_fits;
	s->rounds = mem_grow(s->rounds, &s->cap_rounds, s->n_rounds + 1,
	    sizeof(*s->rounds));
	s->rounds[s->n_rounds++] = r;
	json_array_foreach(nodes, i, v) {
		if (add_node(s, h, v, r.round, d) == -1)
			return (-1);
	}
	return (0);
}

/* Are the rows of the head those of the other files? */
static int
check_rows(const struct fit_states *s, const struct head *h, struct diag *d)
{
	if (schema_equal(&s->rows.schema, &h->schema) &&
	    json_equal(s->rows.recipe, h->recipe))
		return (0);
	return (diag_set(d, "its columns, or what was done to them, are not "
	    "those of %s", s->files[0]));
}

static int
check_of(const struct fit_states *s, const json_t *of, struct diag *d)
{
	if (!json_equal(json_object_get(s->of, "what"),
	    json_object_get(of, "what")))
		return (diag_set(d, "it was fitted by other options than %s",
		    s->files[0]));
	if (json_equal(s->of, of))
		return (0);
	return (diag_set(d, "it is of another table than %s", s->files[0]));
}

/* The head of the rows: without the states. */
static void
take_head(struct fit_states *s, const struct head *h)
{
	head_release(&s->rows);
	head_copy(&s->rows, h);
	json_decref(s->rows.fit);
	s->rows.fit = NULL;
	attachments_release(&s->rows.attachments);
	attachments_init(&s->rows.attachments);
	for (size_t i = 0; i < h->attachments.n; i++) {
		struct attachments one = { &h->attachments.v[i], 1 };

		if (strncmp(one.v[0]->name, STATES "-", sizeof(STATES)) != 0)
			attachments_share(&s->rows.attachments, &one);
	}
}

static int
take_file(struct fit_states *s, const struct head *h, struct diag *d)
{
	json_t *of, *rounds, *v;
	const char *table;
	int64_t units;
	size_t i;

	if (doc_get_object(h->fit, "of", &of, d) == -1 ||
	    doc_get_array(h->fit, "rounds", &rounds, d) == -1 ||
	    doc_get_string(of, "table", &table, d) == -1 ||
	    doc_get_int(of, "units", &units, d) == -1)
		return (-1);
	if (units < 0 || units > INT64_MAX >> 1)
		return (diag_set(d, "no number of units: %" PRId64, units));
	if (s->of == NULL) {
		s->of = json_incref(of);
		take_head(s, h);
	}
	if (check_of(s, of, d) == -1 || check_rows(s, h, d) == -1)
		return (-1);
	attachments_share(&s->attachments, &h->attachments);
	json_array_foreach(rounds, i, v) {
		if (add_round(s, h, v, d) == -1)
			return (-1);
	}
	return (0);
}

int
fit_states_add(struct fit_states *s, const char *name, const struct head *h,
    struct diag *d)
{
	s->files = mem_realloc(s->files, s->n_files + 1, sizeof(*s->files));
	s->files[s->n_files++] = mem_strdup(name);
	return (take_file(s, h, d) == 0 ? 0 : diag_prefix(d, "%s", name));
}

const struct head *
fit_states_rows(const struct fit_states *s)
{
	return (s->of != NULL ? &s->rows : NULL);
}

int
fit_states_begin(struct fit_states *s, const struct head *h,
    const json_t *what, struct diag *d)
{
	struct shard shard;
	int r = shard_get(h, &shard, d);

	if (r == -1)
		return (-1);
	if (s->of == NULL) {
		take_head(s, h);
		s->of = json_pack("{s:O, s:s}", "what", what, "table",
		    shard.table);
		return (0);
	}
	if (!json_equal(json_object_get(s->of, "what"), what))
		return (diag_set(d, "%s was fitted by other options",
		    s->files[0]));
	if (s->has_rows && strcmp(json_string_value(json_object_get(s->of,
	    "table")), shard.table) != 0)
		return (diag_set(d, "%s is of another table than the rows",
		    s->files[0]));
	return (check_rows(s, h, d) == 0 ? 0 : diag_prefix(d, "the rows"));
}

static int
by_units(const void *a, const void *b)
{
	const struct saved_node *x = a, *y = b;

	if (x->round != y->round)
		return (x->round < y->round ? -1 : 1);
	return (x->first < y->first ? -1 : x->first > y->first);
}

/* The nodes of the round, in their order. */
static const struct saved_node *
nodes_of_round(struct fit_states *s, size_t *n)
{
	size_t first = 0, end;

	if (s->n_nodes > 0)
		qsort(s->nodes, s->n_nodes, sizeof(*s->nodes), by_units);
	while (first < s->n_nodes && s->nodes[first].round < s->at)
		first++;
	for (end = first; end < s->n_nodes && s->nodes[end].round == s->at;)
		end++;
	*n = end - first;
	return (s->nodes + first);
}

static int
fail_missing(const struct fit_states *s, uint64_t first, uint64_t end,
    struct diag *d)
{
	uint64_t unit = shard_unit(&s->rows.schema);

	return (diag_set(d, "round %zu: no state is of rows %" PRIu64
	    " to %" PRIu64 " of the table: a shard's is missing", s->at,
	    first * unit + 1, end * unit));
}

/* Do the nodes follow on one another, and are all units there? */
static int
check_nodes(const struct fit_states *s, const struct saved_node *v, size_t n,
    bool *whole, struct diag *d)
{
	uint64_t at = 0, units = (uint64_t)json_integer_value(
	    json_object_get(s->of, "units"));

	*whole = true;
	for (size_t i = 0; i < n; i++) {
		if (v[i].first < at)
			return (diag_set(d, "%s and %s: both are of the same "
			    "rows", s->files[v[i - 1].file],
			    s->files[v[i].file]));
		if (v[i].first > at && *whole) {
			*whole = false;
			fail_missing(s, at, v[i].first, d);
		}
		at = v[i].end;
	}
	if (at < units && *whole) {
		*whole = false;
		fail_missing(s, at, units, d);
	}
	return (0);
}

/* The round's files: how many, and whether one has seen a training row. */
static int
check_files(const struct fit_states *s, size_t n_fits, size_t *n,
    bool *trained, struct diag *d)
{
	*n = 0;
	*trained = false;
	for (size_t i = 0; i < s->n_rounds; i++) {
		if (s->rounds[i].round != s->at)
			continue;
		if (s->rounds[i].n_fits != n_fits)
			return (diag_set(d, "%s: it has %zu fits in round "
			    "%zu, not %zu", s->files[s->rounds[i].file],
			    s->rounds[i].n_fits, s->at, n_fits));
		*trained |= s->rounds[i].trained;
		(*n)++;
	}
	return (0);
}

/* Load the states of a node into the tree. */
static int
load_node(const struct fit_states *s, const struct saved_node *v,
    struct merge_tree *t, struct diag *d)
{
	struct merge_node node = { v->height, v->number,
	    mem_calloc(t->n, sizeof(void *)) };
	struct unpack all = { v->states->bytes,
	    v->states->bytes + v->states->size, false };
	bool failed = false;

	for (size_t i = 0; i < t->n; i++) {
		struct unpack one = { NULL, NULL, false };
		size_t n;

		one.p = unpack_bytes(&all, &n);
		one.end = one.p + n;
		node.fits[i] = t->fitters[i].ops->load(t->fitters[i].what,
		    &one);
		failed |= one.failed || one.p != one.end;
	}
	if (failed || all.failed || all.p != all.end) {
		merge_node_free(t, &node);
		return (diag_set(d, "%s: its states of round %zu are none of "
		    "this fit", s->files[v->file], s->at));
	}
	merge_tree_add(t, &node);
	return (0);
}

static int
by_first(const void *a, const void *b)
{
	const struct merge_node *x = a, *y = b;
	uint64_t i = x->number << x->height, j = y->number << y->height;

	return (i < j ? -1 : i > j);
}

/* The nodes of the tree among those that are to be saved. */
static void
keep_round(struct fit_states *s, struct merge_tree *t, bool trained)
{
	json_t *nodes = json_array();

	if (t->n_nodes > 0)
		qsort(t->nodes, t->n_nodes, sizeof(*t->nodes), by_first);
	for (size_t k = 0; k < t->n_nodes; k++) {
		struct str all = STR_INIT, one = STR_INIT;
		const struct attachment *a;

		for (size_t i = 0; i < t->n; i++) {
			str_clear(&one);
			t->fitters[i].ops->save(t->nodes[k].fits[i],
			    t->fitters[i].what, &one);
			pack_bytes(&all, one.buf, one.len);
		}
		a = attachments_add(&s->saved, STATES, &all);
		json_array_append_new(nodes, json_pack("[I,I,s]",
		    (json_int_t)t->nodes[k].height,
		    (json_int_t)t->nodes[k].number, a->name));
		str_release(&one);
	}
	json_array_append_new(s->kept, json_pack("{s:I, s:b, s:I, s:o}",
	    "round", (json_int_t)s->at, "trained", (int)trained, "fits",
	    (json_int_t)t->n, "nodes", nodes));
}

/* The root's states, or those of no row. */
static void
take_root(struct merge_tree *t, struct fitter *fitters)
{
	merge_tree_take(t, fitters);
	for (size_t i = 0; i < t->n; i++) {
		if (fitters[i].fit == NULL)
			fitters[i].fit = fitters[i].ops->new(fitters[i].what);
	}
}

static int
merge_round(struct fit_states *s, struct fitter *fitters, size_t n,
    bool trained, struct diag *d)
{
	struct merge_units units = { .n = (uint64_t)json_integer_value(
	    json_object_get(s->of, "units")) };
	const struct saved_node *v;
	struct merge_tree tree;
	size_t n_nodes;
	bool whole;
	int r;

	v = nodes_of_round(s, &n_nodes);
	if (check_nodes(s, v, n_nodes, &whole, d) == -1 ||
	    (!whole && (!s->saves || s->has_rows)))
		return (-1);
	if (whole && !trained && units.n > 0)
		return (pass_no_rows(d));
	units.end = units.n;
	merge_tree_init(&tree, fitters, n, &units);
	r = 0;
	for (size_t i = 0; i < n_nodes && r == 0; i++)
		r = load_node(s, &v[i], &tree, d);
	if (r == 0 && s->saves && !s->has_rows)
		keep_round(s, &tree, trained);
	if (r == 0 && whole) {
		take_root(&tree, fitters);
		s->at++;
		r = 1;
	}
	merge_tree_release(&tree);
	return (r);
}

int
fit_states_round(struct fit_states *s, struct fitter *fitters, size_t n,
    struct diag *d)
{
	size_t n_files;
	bool trained;

	if (check_files(s, n, &n_files, &trained, d) == -1)
		return (-1);
	if (n_files > 0)
		return (merge_round(s, fitters, n, trained, d));
	if (s->saves)
		return (0);
	return (diag_set(d, "round %zu of the fit is in no state: fit it with "
	    "--fit-state on each shard", s->at));
}

int
fit_states_run(struct fit_states *s, const struct pass *p,
    struct fitter *fitters, size_t n, struct diag *d)
{
	struct merge_units units;
	struct merge_tree tree;
	struct shard shard;
	json_t *n_units;
	bool trained;
	int r;

	if (shard_units(spool_head(p->spool), spool_n_rows(p->spool), &shard,
	    &units, d) == -1)
		return (-1);
	if (shard.table[0] == '\0' && spool_n_blocks(p->spool) > 0) {
		size_t last = spool_n_blocks(p->spool) - 1;

		/* Several sources: each begins a unit. */
		units.n = units.end = spool_place(p->spool, last) /
		    SPOOL_GROUP + 1;
	}
	n_units = json_object_get(s->of, "units");
	if (n_units != NULL &&
	    json_integer_value(n_units) != (json_int_t)units.n)
		return (diag_set(d, "%s is of another table than the rows",
		    s->files[0]));
	json_object_set_new(s->of, "units",
	    json_integer((json_int_t)units.n));
	merge_tree_init(&tree, fitters, n, &units);
	r = pass_run_part(p, &tree, &trained, d);
	if (r == 0)
		keep_round(s, &tree, trained);
	merge_tree_release(&tree);
	return (r);
}

size_t
fit_states_whole(const struct fit_states *s)
{
	return (s->at - 1);
}

int
fit_states_head(const struct fit_states *s, struct head *out, struct diag *d)
{
	head_copy(out, &s->rows);
	head_clear_lineage(out);
	shard_clear(out);
	out->fit = json_pack("{s:O, s:O}", "of", s->of, "rounds", s->kept);
	attachments_share(&out->attachments, &s->saved);
	return (attachments_check(&out->attachments, d));
}
