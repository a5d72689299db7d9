/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "pack.h"

#include "sgd_model.h"

#define MAGIC "mlcsgd_1"
#define HEAD_BYTES (8 + 8 * 8)

static int
check_size(const struct sgd_model *s, size_t n, struct diag *d)
{
	if ((n - HEAD_BYTES) / 4 / s->stride != s->layout.n ||
	    (n - HEAD_BYTES) != s->layout.n * s->stride * 4)
		return (diag_set(d, "%zu bytes, not those of %zu places of "
		    "%zu outputs", n, s->layout.n, s->n_out));
	return (0);
}

/* Places are allocated after file_bytes, if it is not 0, were found to be
   those of the model. */
static struct sgd_model *
new_model(const struct model *m, size_t file_bytes, struct diag *d)
{
	struct sgd_model *s = MEM_NEW(struct sgd_model);

	s->n_out = model_n_out(m);
	s->stride = 1 + 2 * s->n_out;
	s->unit = 1;
	if (sgd_layout_init(&s->layout, m, d) == -1 ||
	    (file_bytes > 0 && check_size(s, file_bytes, d) == -1)) {
		sgd_model_free(s);
		return (NULL);
	}
	s->at = mem_calloc(s->layout.n, s->stride * sizeof(*s->at));
	return (s);
}

struct sgd_model *
sgd_model_new(const struct model *m, struct diag *d)
{
	return (new_model(m, 0, d));
}

int
sgd_model_take(struct sgd_model *s, const struct model *m, struct diag *d)
{
	const struct sgd_model *from = m->from->state;
	const char *mine = params_text(&m->params, "interact");
	const char *its = params_text(&m->from->params, "interact");

	if (s->layout.n != from->layout.n || (mine == NULL) != (its == NULL) ||
	    (mine != NULL && strcmp(mine, its) != 0))
		return (diag_set(d, "--bits and --interact have to be those of "
		    "the model to go on from"));
	memcpy(s->at, from->at, s->layout.n * s->stride * sizeof(*s->at));
	s->weight = from->weight;
	s->norm = from->norm;
	s->mean = from->mean;
	s->unit = from->unit;
	s->low = from->low;
	s->high = from->high;
	return (0);
}

void
sgd_model_free(void *state)
{
	struct sgd_model *s = state;

	if (s == NULL)
		return;
	sgd_layout_release(&s->layout);
	free(s->at);
	free(s);
}

void
sgd_scores(const struct sgd_model *s, const struct sgd_entries *e,
    double *out)
{
	const float *at;

	for (size_t k = 0; k < s->n_out; k++)
		out[k] = 0;
	for (size_t i = 0; i < e->n; i++) {
		at = s->at + e->place[i] * s->stride + 1;
		for (size_t k = 0; k < s->n_out; k++)
			out[k] += (double)e->value[i] * (double)at[2 * k];
	}
}

void
sgd_model_save(const struct model *m, struct str *out)
{
	const struct sgd_model *s = m->state;
	const double numbers[] = { s->weight, s->norm, s->mean, s->unit,
	    s->low, s->high };
	uint32_t bits;
	char le[4];

	str_add(out, MAGIC, 8);
	pack_u64(out, s->n_out);
	pack_u64(out, s->layout.n);
	pack_f64s(out, numbers, 6);
	for (size_t i = 0; i < s->layout.n * s->stride; i++) {
		memcpy(&bits, &s->at[i], 4);
		for (int k = 0; k < 4; k++)
			le[k] = (char)(bits >> 8 * k & 0xff);
		str_add(out, le, 4);
	}
}

static int
read_model(struct sgd_model *s, const char *p, size_t n, struct diag *d)
{
	struct unpack u = { .p = p + 8, .end = p + n };
	double numbers[6];
	bool ok = true;
	uint32_t bits;

	if (unpack_u64(&u) != s->n_out || unpack_u64(&u) != s->layout.n)
		return (diag_set(d, "not the outputs and columns of the "
		    "manifest"));
	unpack_f64s(&u, numbers, 6);
	for (int k = 0; k < 6; k++)
		ok = ok && isfinite(numbers[k]);
	for (size_t i = 0; i < s->layout.n * s->stride; i++) {
		bits = (uint32_t)unpack_le(u.p + 4 * i, 4);
		memcpy(&s->at[i], &bits, 4);
		ok = ok && isfinite(s->at[i]);
	}
	s->weight = numbers[0];
	s->norm = numbers[1];
	s->mean = numbers[2];
	s->unit = numbers[3];
	s->low = numbers[4];
	s->high = numbers[5];
	return (ok ? 0 : diag_set(d, "a number is not finite"));
}

int
sgd_model_load(struct model *m, const char *p, size_t n, struct diag *d)
{
	struct sgd_model *s;

	if (n < HEAD_BYTES || memcmp(p, MAGIC, 8) != 0)
		return (diag_set(d, "no weights of sgd"));
	if ((s = new_model(m, n, d)) == NULL)
		return (-1);
	if (read_model(s, p, n, d) == -1) {
		sgd_model_free(s);
		return (-1);
	}
	m->state = s;
	return (0);
}
