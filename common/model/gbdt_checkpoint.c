/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "digest.h"
#include "mem.h"
#include "tree_file.h"

#include "gbdt_checkpoint.h"

static void
add_digest(json_t *of, const char *name, struct digest *s)
{
	char hex[DIGEST_HEX + 1];

	digest_final(s, hex);
	json_object_set_new(of, name, json_string(hex));
}

static void
add_array(json_t *of, const char *name, const double *v, size_t n)
{
	struct digest s;

	digest_init(&s);
	if (v != NULL)
		digest_update(&s, v, n * sizeof(*v));
	add_digest(of, name, &s);
}

json_t *
gbdt_checkpoint_of(const struct model *m, const struct dataset *ds)
{
	json_t *of = model_to_json(m);

	json_object_set_new(of, "seed", json_integer((json_int_t)ds->seed));
	json_object_set_new(of, "number of rows",
	    json_integer((json_int_t)ds->n_train));
	json_object_set_new(of, "number of valid rows",
	    json_integer((json_int_t)ds->n_valid));
	json_object_set_new(of, "metric", json_string(ds->metric != NULL ?
	    ds->metric->name : "loss"));
	add_array(of, "targets", ds->y_train, ds->n_train);
	add_array(of, "weights", ds->w_train, ds->n_train);
	add_array(of, "valid targets", ds->y_valid, ds->n_valid);
	add_array(of, "valid weights", ds->w_valid, ds->n_valid);
	return (of);
}

/* Sizes stand before what follows them. */
static void
put(struct digest *s, const void *p, size_t n)
{
	uint64_t size = n;

	digest_update(s, &size, sizeof(size));
	if (n > 0)
		digest_update(s, p, n);
}

static void
put_matrix(struct digest *s, const struct bin_matrix *m)
{
	put(s, m->bins, m->n_rows * m->stride);
	if (m->start == NULL)
		return;
	put(s, m->start, (m->n_rows + 1) * sizeof(*m->start));
	put(s, m->entries, m->start[m->n_rows] * sizeof(*m->entries));
}

static void
put_feature(struct digest *s, const struct tree_feature *f)
{
	const char *p;
	size_t n;

	put(s, f->thresholds, f->n_thresholds * sizeof(*f->thresholds));
	for (uint32_t id = 0; id < f->levels.n; id++) {
		p = dict_get(&f->levels, id, &n);
		put(s, p, n);
	}
}

void
gbdt_checkpoint_add_rows(json_t *of, const struct bin_matrix *train,
    const struct bin_matrix *valid)
{
	struct digest s;

	digest_init(&s);
	for (size_t j = 0; j < train->n_features; j++)
		put_feature(&s, &train->features[j]);
	put_matrix(&s, train);
	put_matrix(&s, valid);
	add_digest(of, "values", &s);
}

void
gbdt_checkpoint_add_scores(json_t *of, const double *scores, size_t n)
{
	add_array(of, "scores to go on from", scores, n);
}

/* The bin below a node's threshold, which the file does not have. */
static int
find_bin(const struct tree_feature *f, struct tree_node *node, struct diag *d)
{
	uint32_t k = 0;

	while (k < f->n_thresholds && f->thresholds[k] != node->threshold)
		k++;
	if (k == f->n_thresholds && isfinite(node->threshold))
		return (diag_set(d, "it has a threshold that is no border of "
		    "bins"));
	node->bin = k + 1;
	return (0);
}

static int
find_bins(const struct trees *features, struct trees *g, struct diag *d)
{
	if (g->n_features != features->n_features ||
	    g->n_groups != features->n_groups)
		return (diag_set(d, "its trees are of other features"));
	for (size_t t = 0; t < g->n_trees; t++) {
		for (uint32_t k = 0; k + 1 < g->trees[t].n_leaves; k++) {
			struct tree_node *node = &g->trees[t].nodes[k];

			if (!node->is_category &&
			    find_bin(&features->features[node->feature], node,
			    d) == -1)
				return (-1);
		}
	}
	return (0);
}

static int
read_state(const json_t *doc, const struct trees *g, struct gbdt_state *s,
    struct diag *d)
{
	int64_t round, best;

	if (doc_get_int(doc, "round", &round, d) == -1 ||
	    doc_get_int(doc, "best_round", &best, d) == -1 ||
	    doc_get_bool(doc, "done", &s->done, d) == -1 ||
	    doc_get_float(doc, "best_loss", &s->best_loss, d) == -1)
		return (-1);
	if (best < 0 || round < best || (size_t)best > g->n_trees /
	    g->n_groups)
		return (diag_set(d, "its rounds do not fit its trees"));
	s->round = (size_t)round;
	s->best_round = (size_t)best;
	return (0);
}

static void
take_trees(struct trees *from, struct trees *g)
{
	g->trees = from->trees;
	g->n_trees = from->n_trees;
	g->cap = from->cap = from->n_trees;
	for (size_t j = 0; j < g->n_features; j++)
		g->features[j].gain = from->features[j].gain;
	from->trees = NULL;
	from->n_trees = 0;
}

int
gbdt_checkpoint_read(const struct dataset *ds, const json_t *of,
    struct trees *g, struct gbdt_state *s, struct diag *d)
{
	struct str bytes = STR_INIT;
	struct trees *from = NULL;
	json_t *state = NULL;
	int r = checkpoint_read(ds->checkpoint, of, &state, &bytes, d);

	if (r == 1) {
		if (trees_load(ds->features, bytes.buf, bytes.len, &from,
		    d) == -1 || find_bins(g, from, d) == -1 ||
		    read_state(state, from, s, d) == -1)
			r = diag_prefix(d, "%s", ds->checkpoint->path);
		else
			take_trees(from, g);
	}
	ds->checkpoint->refused |= r == -1;
	ds->checkpoint->went_on = r == 1 ? s->round : 0;
	trees_free(from);
	json_decref(state);
	str_release(&bytes);
	return (r);
}

int
gbdt_checkpoint_write(const struct dataset *ds, const json_t *of,
    const struct trees *g, const struct gbdt_state *s, struct diag *d)
{
	json_t *state = json_pack("{s:I, s:I, s:b}", "round",
	    (json_int_t)s->round, "best_round", (json_int_t)s->best_round,
	    "done", s->done);
	struct str bytes = STR_INIT;
	int r;

	json_object_set_new(state, "best_loss", doc_float(s->best_loss));
	trees_save(g, &bytes);
	r = checkpoint_write(ds->checkpoint, of, state, &bytes, d);
	json_decref(state);
	str_release(&bytes);
	return (r);
}
