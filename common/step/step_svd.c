/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * svd: numbers, vectors and sparse columns, as one row x of all their places,
 * become K numbers x V, V the right singular vectors of the training rows
 * (truncated singular value decomposition, of texts latent semantic analysis:
 * Deerwester et al. 1990).  Nothing is centred, so zeros cost nothing.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "num_init.h"
#include "numtext.h"
#include "svd_fit.h"
#include "truncated_svd.h"

#include "step_table.h"

#define COMPONENTS_MAX 1000
#define INLINE_MAX 1000		/* numbers of V that are in JSON */

struct svd {
	size_t k, p;
	double *values;		/* (k): singular values */
	double *v;		/* (p, k) */
	const struct attachment *attachment;	/* of v */
};

static bool
is_matrix(enum col_type t)
{
	return (t == COL_BOOL || t == COL_INT || t == COL_FLOAT ||
	    t == COL_VECTOR || t == COL_SPARSE);
}

static int
get_k(const struct step *s, size_t *k, struct diag *d)
{
	int64_t n;

	if (doc_get_int(s->params, "components", &n, d) == -1)
		return (-1);
	if (n < 1 || n > COMPONENTS_MAX)
		return (diag_set(d, "wants 1 to %d components: \"SEL=100\"",
		    COMPONENTS_MAX));
	*k = (size_t)n;
	return (0);
}

/* "SEL=K" */
static int
parse_svd(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;
	int64_t n = 0;
	size_t k;

	step_take_selector(s, arg, &rest);
	if (rest != NULL && parse_int(rest, strlen(rest), &n) == -1)
		n = 0;
	json_object_set_new(s->params, "components", json_integer(n));
	return (get_k(s, &k, d));
}

static int
bind_svd(struct step *s, const struct schema *in, struct diag *d)
{
	size_t p = 0, k = 0;

	for (size_t i = 0; i < s->n_in; i++)
		p += svd_places(in->fields[s->in_cols[i]].width);
	if (get_k(s, &k, d) == -1)
		return (-1);
	if (s->state != NULL && p != ((struct svd *)s->state)->p)
		return (diag_set(d, "the columns have %zu places, not %zu", p,
		    ((struct svd *)s->state)->p));
	if (k > p)
		return (diag_set(d, "%zu components of %zu place%s", k, p,
		    p == 1 ? "" : "s"));
	json_object_set_new(s->params, "width", json_integer((json_int_t)p));
	return (0);
}

static struct svd *
new_svd(size_t k, size_t p)
{
	struct svd *o = MEM_NEW(struct svd);

	o->k = k;
	o->p = p;
	o->values = mem_calloc(k, sizeof(*o->values));
	o->v = mem_calloc(p, k * sizeof(*o->v));
	return (o);
}

static void
free_svd(void *state)
{
	struct svd *o = state;

	free(o->values);
	free(o->v);
	free(o);
}

static size_t
decompose(struct svd_fit *f, size_t k, double *values, double *v)
{
	const struct sparse_matrix x = { f->n, f->p, f->off, f->index,
	    f->value };

	num_need_room(1);
	return (f->p <= SVD_NARROW ?
	    truncated_svd_gram(f->gram.xx, f->p, k, values, v) :
	    truncated_svd(&x, k, values, v));
}

static int
finish_svd(struct step *s, void *fit, struct diag *d)
{
	struct svd_fit *f = fit;
	struct str bytes = STR_INIT;
	struct svd *o;
	double *v;
	size_t k = 0, found;

	if (get_k(s, &k, d) == -1)
		return (-1);
	if (f->is_over)
		return (diag_set(d, "the training rows have more than %zu "
		    "numbers that are not 0", SVD_ENTRIES_MAX));
	if (f->p > ATTACHMENTS_BYTES_MAX / sizeof(*v) / k)
		return (diag_set(d, "%zu components of %zu places are too "
		    "large for a recipe: choose fewer (--min-df, --max-words)",
		    k, f->p));
	s->state = o = new_svd(k, f->p);
	v = mem_calloc(k, f->p * sizeof(*v));
	found = decompose(f, k, o->values, v);
	for (size_t j = 0; j < k; j++) {
		for (size_t i = 0; i < o->p; i++)
			o->v[i * k + j] = v[j * o->p + i];
	}
	free(v);
	if (found < k)
		return (diag_set(d, "the training rows have %zu component%s, "
		    "not %zu", found, found == 1 ? "" : "s", k));
	if (k * o->p > INLINE_MAX) {
		pack_f64s(&bytes, o->v, k * o->p);
		o->attachment = attachments_add(&s->attachments,
		    s->kind->name, &bytes);
	}
	return (0);
}

/* COL.svd1 ... of one column, svd1 ... of several. */
static int
declare_svd(struct step *s, const struct schema *in, struct diag *d)
{
	const struct svd *o = s->state;
	int r = 0;

	(void)in;
	for (size_t j = 0; j < o->k && r == 0; j++) {
		struct field f = { .type = COL_FLOAT, .role = ROLE_FEATURE };
		struct str name = STR_INIT;

		if (s->n_in == 1)
			str_addf(&name, "%s.", s->in[0]);
		str_addf(&name, "svd%zu", j + 1);
		f.name = str_detach(&name);
		r = s->n_in == 1 ? step_add_output(s, 0, &f, d) :
		    schema_add(&s->out, &f, d);
		free(f.name);
	}
	return (r);
}

static void
add_times(const struct svd *o, size_t place, double x, double *sums)
{
	const double *v = o->v + place * o->k;

	for (size_t j = 0; j < o->k; j++)
		sums[j] += x * v[j];
}

/* Input c of a row, its places being those from first on. */
static void
add_input(const struct svd *o, const struct column *c, size_t i, size_t first,
    double *sums)
{
	if (c->type == COL_VECTOR) {
		for (size_t j = 0; j < c->width; j++)
			add_times(o, first + j,
			    (double)c->vector[i * c->width + j], sums);
	} else if (c->type == COL_SPARSE) {
		for (size_t e = c->off[i]; e < c->off[i + 1]; e++)
			add_times(o, first + c->index[e],
			    (double)c->value[e], sums);
	} else {
		add_times(o, first, column_number(c, i), sums);
	}
}

static int
apply_svd(const struct step *s, const struct apply_args *a, struct diag *d)
{
	const struct svd *o = s->state;
	double *sums = mem_alloc(o->k, sizeof(*sums));

	(void)d;
	for (size_t i = 0; i < a->in->n_rows; i++) {
		bool lacks = svd_lacks(s, a->in, i);
		size_t first = 0;

		memset(sums, 0, o->k * sizeof(*sums));
		for (size_t k = 0; k < s->n_in && !lacks; k++) {
			const struct column *c = step_input(s, a, k);

			add_input(o, c, i, first, sums);
			first += svd_places(c->width);
		}
		for (size_t j = 0; j < o->k; j++)
			column_add_float(&a->out[j], lacks ? NAN : sums[j]);
	}
	free(sums);
	return (0);
}

static json_t *
save_svd(const struct step *s)
{
	const struct svd *o = s->state;
	json_t *state = json_pack("{s:o}", "values",
	    doc_floats(o->values, o->k));

	if (o->attachment != NULL)
		json_object_set_new(state, "attachment",
		    json_string(o->attachment->name));
	else
		json_object_set_new(state, "vectors",
		    doc_floats(o->v, o->p * o->k));
	return (state);
}

static int
load_attached(const struct step *s, const char *name, struct svd *o,
    struct diag *d)
{
	struct unpack u;

	if (attachments_get(&s->attachments, name, &o->attachment, d) == -1)
		return (-1);
	if (o->attachment->size / sizeof(*o->v) / o->k != o->p ||
	    o->attachment->size % (o->k * sizeof(*o->v)) != 0)
		return (diag_set(d, "attachment \"%s\" does not hold %zu "
		    "components of %zu places", name, o->k, o->p));
	u = (struct unpack){ o->attachment->bytes,
	    o->attachment->bytes + o->attachment->size, false };
	o->v = mem_alloc(o->p, o->k * sizeof(*o->v));
	unpack_f64s(&u, o->v, o->p * o->k);
	return (0);
}

static int
load_svd(struct step *s, const json_t *state, struct diag *d)
{
	struct svd *o = MEM_NEW(struct svd);
	const char *name = NULL;
	size_t n;

	s->state = o;
	o->p = svd_width(s);
	if (get_k(s, &o->k, d) == -1 ||
	    doc_get_floats(state, "values", &o->values, &n, d) == -1 ||
	    doc_opt_string(state, "attachment", &name, d) == -1)
		return (-1);
	if (n != o->k)
		return (diag_set(d, "%zu singular values of %zu components", n,
		    o->k));
	if (name != NULL)
		return (load_attached(s, name, o, d));
	if (doc_get_floats(state, "vectors", &o->v, &n, d) == -1)
		return (-1);
	return (n / o->k == o->p && n % o->k == 0 ? 0 : diag_set(d, "%zu "
	    "numbers of %zu components of %zu places", n, o->k, o->p));
}

const struct step_kind step_svd = {
	.name = "svd",
	.version = 1,
	.summary = "numbers and sparse columns as a few components",
	.consumes = true,
	.takes = is_matrix,
	.takes_what = "a number or a sparse column",
	.parse = parse_svd,
	.bind = bind_svd,
	.fit = &svd_fit_ops,
	.finish = finish_svd,
	.declare = declare_svd,
	.apply = apply_svd,
	.save = save_svd,
	.load = load_svd,
	.free_state = free_svd
};
