/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "named.h"

#include "drift_limits.h"

#define ANY "*"

static const struct drift_limit unset = { NAN, NAN, 0, DRIFT_DRIFT };

void
drift_limits_init(struct drift_limits *l)
{
	memset(l, 0, sizeof(*l));
	dict_init(&l->columns);
	dict_init(&l->keys);
}

void
drift_limits_release(struct drift_limits *l)
{
	dict_release(&l->columns);
	dict_release(&l->keys);
	free(l->v);
}

static void
make_key(struct str *key, const char *column, const char *test)
{
	str_clear(key);
	str_addz(key, test);
	str_addz(key, " ");
	str_addz(key, column);
}

struct drift_limit *
drift_limits_at(struct drift_limits *l, const char *column, const char *test)
{
	struct str key = STR_INIT;
	size_t before = l->keys.n;
	uint32_t id;

	make_key(&key, column, test);
	id = dict_add(&l->keys, str_get(&key), key.len);
	str_release(&key);
	l->v = mem_grow(l->v, &l->cap, l->keys.n, sizeof(*l->v));
	if (l->keys.n > before)
		l->v[id] = unset;
	return (&l->v[id]);
}

static void
fill(struct drift_limit *to, const struct drift_limit *from)
{
	if (isnan(to->threshold))
		to->threshold = from->threshold;
	if (isnan(to->warn))
		to->warn = from->warn;
	if (to->after == 0)
		to->after = from->after;
	if (to->most == DRIFT_DRIFT)
		to->most = from->most;
}

struct drift_limit
drift_limits_find(const struct drift_limits *l, const char *column,
    const char *test)
{
	const char *const near[][2] = {
		{ column, test }, { column, ANY }, { ANY, test }
	};
	struct drift_limit out = unset;
	struct str key = STR_INIT;
	uint32_t id;

	for (size_t i = 0; i < 3 && l->keys.n > 0; i++) {
		make_key(&key, near[i][0], near[i][1]);
		id = dict_findz(&l->keys, str_get(&key));
		if (id != DICT_NONE)
			fill(&out, &l->v[id]);
	}
	str_release(&key);
	return (out);
}

enum limit_field { COLUMN, TEST, THRESHOLD, WARN, AFTER, VERDICT, N_FIELDS };

struct reader {
	const struct batch *b;
	size_t cols[N_FIELDS];	/* or COLUMN_NONE */
	size_t row;		/* of the batch */
};

static int
find_fields(const struct schema *s, size_t *cols, struct diag *d)
{
	static const char *const names[] = { "column", "test", "threshold",
	    "warn", "after", "verdict" };

	for (size_t i = 0; i < s->n; i++) {
		bool known = false;

		for (size_t k = 0; k < N_FIELDS; k++)
			known |= strcmp(s->fields[i].name, names[k]) == 0;
		if (!known)
			return (diag_set(d, "no column \"%s\" belongs there: "
			    "column, test, threshold, warn, after, verdict",
			    s->fields[i].name));
	}
	for (size_t k = 0; k < N_FIELDS; k++)
		cols[k] = schema_find(s, names[k]);
	return (cols[COLUMN] != COLUMN_NONE ? 0 :
	    diag_set(d, "no column \"column\""));
}

static bool
has_value(const struct reader *r, enum limit_field f)
{
	return (r->cols[f] != COLUMN_NONE &&
	    r->b->cols[r->cols[f]]->valid[r->row]);
}

/* A heap string. */
static char *
get_text(const struct reader *r, enum limit_field f)
{
	char scratch[NUMTEXT_MAX];
	const char *p;
	size_t n;

	if (!has_value(r, f))
		return (mem_strdup(ANY));
	p = level_text(r->b->cols[r->cols[f]], r->row, scratch, &n);
	return (mem_strndup(p, n));
}

static int
get_number(const struct reader *r, enum limit_field f, double least,
    double *out, struct diag *d)
{
	const struct column *c;

	if (!has_value(r, f))
		return (0);
	c = r->b->cols[r->cols[f]];
	if (!is_numeric_type(c->type) || !(column_number(c, r->row) >= least))
		return (diag_set(d, "column \"%s\": not a number from %g on",
		    r->b->schema->fields[r->cols[f]].name, least));
	*out = column_number(c, r->row);
	return (0);
}

static int
get_verdict(const struct reader *r, enum drift_verdict *out, struct diag *d)
{
	static const struct {
		const char *word;
		enum drift_verdict most;
	} words[] = { { "drift", DRIFT_DRIFT }, { ANY, DRIFT_DRIFT },
	    { "warn", DRIFT_WARN }, { "off", DRIFT_OK } };
	char *text = get_text(r, VERDICT);
	int status = -1;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].word, text) == 0) {
			*out = words[i].most;
			status = 0;
		}
	}
	if (status == -1)
		diag_set(d, "not drift, warn or off: \"%s\"", text);
	free(text);
	return (status);
}

static int
get_limit(const struct reader *r, struct drift_limit *out, struct diag *d)
{
	double after = 0;

	*out = unset;
	if (get_number(r, THRESHOLD, 0, &out->threshold, d) == -1 ||
	    get_number(r, WARN, 0, &out->warn, d) == -1 ||
	    get_number(r, AFTER, 1, &after, d) == -1 ||
	    get_verdict(r, &out->most, d) == -1)
		return (-1);
	out->after = (int64_t)after;
	return (0);
}

static int
add_row(struct drift_limits *l, const struct reader *r, struct diag *d)
{
	char *column = get_text(r, COLUMN), *test = get_text(r, TEST);
	struct drift_limit limit;
	int status = -1;

	if ((strcmp(test, ANY) == 0 || strcmp(test, "absent") == 0 ||
	    named_find(drift_table, test, "test of drift", d) != NULL) &&
	    get_limit(r, &limit, d) == 0) {
		fill(&limit, drift_limits_at(l, column, test));
		*drift_limits_at(l, column, test) = limit;
		if (strcmp(column, ANY) != 0)
			dict_add(&l->columns, column, strlen(column));
		status = 0;
	}
	free(column);
	free(test);
	return (status);
}

int
drift_limits_read(struct drift_limits *l, struct stream *in, struct diag *d)
{
	struct reader r;
	int status;

	if (find_fields(&in->head.schema, r.cols, d) == -1)
		return (-1);
	while ((status = stream_next(in, &r.b, d)) == 1) {
		for (r.row = 0; r.row < r.b->n_rows; r.row++) {
			if (add_row(l, &r, d) == -1)
				return (diag_prefix(d, "row %llu",
				    (unsigned long long)(r.b->first_row +
				    r.row + 1)));
		}
	}
	return (status);
}
