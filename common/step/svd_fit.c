/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "num_init.h"

#include "svd_fit.h"

size_t
svd_width(const struct step *s)
{
	return ((size_t)json_integer_value(json_object_get(s->params,
	    "width")));
}

bool
svd_lacks(const struct step *s, const struct batch *b, size_t i)
{
	const struct column *c;

	for (size_t k = 0; k < s->n_in; k++) {
		c = b->cols[s->in_cols[k]];
		if (!c->valid[i] || (c->type == COL_FLOAT &&
		    !isfinite(c->floats[i])))
			return (true);
	}
	return (false);
}

static void *
new_fit(const void *what)
{
	struct svd_fit *f = MEM_NEW(struct svd_fit);

	f->p = svd_width(what);
	if (f->p <= SVD_NARROW) {
		num_need_room(1);
		gram_init(&f->gram, f->p);
	} else {
		f->off = mem_grow(f->off, &f->off_cap, 1, sizeof(*f->off));
		f->off[0] = 0;
	}
	return (f);
}

static void
free_fit(void *fit)
{
	struct svd_fit *f = fit;

	gram_release(&f->gram);
	free(f->off);
	free(f->index);
	free(f->value);
	free(f);
}

/* Input c of row i to the columns from first on of a dense row. */
static void
add_dense(const struct column *c, size_t i, double *row)
{
	if (c->type == COL_VECTOR) {
		for (size_t j = 0; j < c->width; j++)
			row[j] = (double)c->vector[i * c->width + j];
	} else if (c->type == COL_SPARSE) {
		for (size_t e = c->off[i]; e < c->off[i + 1]; e++)
			row[c->index[e]] = (double)c->value[e];
	} else {
		row[0] = column_number(c, i);
	}
}

static void
add_narrow(struct svd_fit *f, const struct step *s, const struct fit_rows *r)
{
	const struct batch *b = r->batch;
	double *x = mem_calloc(b->n_rows * f->p, sizeof(*x));
	double *zeros = mem_calloc(b->n_rows, sizeof(*zeros));
	double *ones = mem_alloc(b->n_rows, sizeof(*ones));
	size_t n = 0, at;

	for (size_t i = 0; i < b->n_rows; i++) {
		if (!r->mask[i] || svd_lacks(s, b, i))
			continue;
		at = n * f->p;
		for (size_t k = 0; k < s->n_in; k++) {
			const struct column *c = b->cols[s->in_cols[k]];

			add_dense(c, i, x + at);
			at += svd_places(c->width);
		}
		ones[n++] = 1;
	}
	gram_add(&f->gram, x, zeros, ones, n);
	f->n += n;
	free(x);
	free(zeros);
	free(ones);
}

static void
add_entry(struct svd_fit *f, size_t index, double value)
{
	if (value == 0)
		return;
	f->index = mem_grow(f->index, &f->index_cap, f->n_entries + 1,
	    sizeof(*f->index));
	f->value = mem_grow(f->value, &f->value_cap, f->n_entries + 1,
	    sizeof(*f->value));
	f->index[f->n_entries] = (uint32_t)index;
	f->value[f->n_entries++] = (float)value;
}

static void
end_row(struct svd_fit *f)
{
	f->off = mem_grow(f->off, &f->off_cap, f->n + 2, sizeof(*f->off));
	f->off[++f->n] = f->n_entries;
	f->is_over |= f->n_entries > SVD_ENTRIES_MAX;
}

static void
add_wide(struct svd_fit *f, const struct step *s, const struct batch *b,
    size_t i)
{
	size_t first = 0;

	for (size_t k = 0; k < s->n_in; k++) {
		const struct column *c = b->cols[s->in_cols[k]];

		if (c->type == COL_VECTOR) {
			for (size_t j = 0; j < c->width; j++)
				add_entry(f, first + j, (double)
				    c->vector[i * c->width + j]);
		} else if (c->type == COL_SPARSE) {
			for (size_t e = c->off[i]; e < c->off[i + 1]; e++)
				add_entry(f, first + c->index[e],
				    (double)c->value[e]);
		} else {
			add_entry(f, first, column_number(c, i));
		}
		first += svd_places(c->width);
	}
	end_row(f);
}

static void
add_rows(void *fit, const void *what, const struct fit_rows *r)
{
	const struct batch *b = r->batch;
	struct svd_fit *f = fit;

	if (f->p <= SVD_NARROW) {
		add_narrow(f, what, r);
		return;
	}
	for (size_t i = 0; i < b->n_rows && !f->is_over; i++) {
		if (r->mask[i] && !svd_lacks(what, b, i))
			add_wide(f, what, b, i);
	}
}

static void
merge_fits(void *into, const void *what, void *from)
{
	struct svd_fit *a = into, *b = from;

	(void)what;
	if (a->p <= SVD_NARROW) {
		gram_merge(&a->gram, &b->gram);
		a->n += b->n;
	}
	for (size_t i = 0; i < b->n && a->p > SVD_NARROW && !a->is_over; i++) {
		for (size_t e = b->off[i]; e < b->off[i + 1]; e++)
			add_entry(a, b->index[e], (double)b->value[e]);
		end_row(a);
	}
	a->is_over |= b->is_over;
	free_fit(b);
}

/* An entry is its column in the high half and the bits of its value. */
static void
save_fit(const void *fit, const void *what, struct str *out)
{
	const struct svd_fit *f = fit;
	uint32_t bits;

	(void)what;
	pack_u64(out, f->n);
	if (f->p <= SVD_NARROW) {
		pack_f64s(out, f->gram.xx, f->p * f->p);
		return;
	}
	pack_u64(out, f->is_over);
	for (size_t i = 0; i < f->n; i++) {
		pack_u64(out, f->off[i + 1] - f->off[i]);
		for (size_t e = f->off[i]; e < f->off[i + 1]; e++) {
			memcpy(&bits, &f->value[e], sizeof(bits));
			pack_u64(out, (uint64_t)f->index[e] << 32 | bits);
		}
	}
}

static void
load_rows(struct svd_fit *f, size_t n_rows, struct unpack *u)
{
	uint64_t entry;
	uint32_t bits;
	float value;

	for (size_t i = 0; i < n_rows && !u->failed; i++) {
		for (size_t n = unpack_count(u, sizeof(entry)); n > 0; n--) {
			entry = unpack_u64(u);
			bits = (uint32_t)entry;
			memcpy(&value, &bits, sizeof(value));
			if (entry >> 32 >= f->p || !isfinite(value))
				unpack_fail(u);
			else
				add_entry(f, entry >> 32, (double)value);
		}
		end_row(f);
	}
}

static void *
load_fit(const void *what, struct unpack *u)
{
	struct svd_fit *f = new_fit(what);
	size_t n = unpack_u64(u);

	if (f->p <= SVD_NARROW) {
		unpack_f64s(u, f->gram.xx, f->p * f->p);
		f->n = n;
		return (f);
	}
	f->is_over = unpack_bool(u);
	load_rows(f, n, u);
	return (f);
}

const struct fit_ops svd_fit_ops = {
	new_fit, add_rows, merge_fits, free_fit, save_fit, load_fit
};
