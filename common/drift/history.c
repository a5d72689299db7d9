/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dist.h"
#include "jsondoc.h"
#include "mem.h"

#include "history.h"

static int
take_line(struct drift_history *h, const char *line, size_t n, struct diag *d)
{
	struct past_window w = { .age = NAN };
	const char *name;
	json_t *json;
	int r;

	if (doc_parse(line, n, &json, d) == -1)
		return (-1);
	r = doc_get_string(json, "window", &name, d);
	if (r == 0)
		r = doc_get_float(json, "rows", &w.rows, d);
	if (r == 0)
		r = doc_get_float(json, "copies", &w.copies, d);
	if (r == 0 && json_object_get(json, "age") != NULL)
		r = doc_get_float(json, "age", &w.age, d);
	w.drifted = json_is_true(json_object_get(json, "drifted"));
	if (r == 0 && !(w.rows >= 0 && w.copies >= 0 && w.copies <= 1))
		r = diag_set(d, "\"rows\" or \"copies\" is out of range");
	if (r == 0) {
		w.window = mem_strdup(name);
		h->v = mem_grow(h->v, &h->cap, h->n + 1, sizeof(*h->v));
		h->v[h->n++] = w;
	}
	json_decref(json);
	return (r);
}

int
drift_history_read(struct drift_history *h, const char *path, struct diag *d)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0, number = 0;
	ssize_t n;
	int r = 0;

	if (f == NULL)
		return (errno == ENOENT ? 0 : diag_errno(d, "%s", path));
	while (r == 0 && (n = getline(&line, &cap, f)) > 0) {
		number++;
		if (take_line(h, line, (size_t)n, d) == -1)
			r = diag_prefix(d, "%s:%zu", path, number);
	}
	if (r == 0 && ferror(f))
		r = diag_errno(d, "%s", path);
	free(line);
	fclose(f);
	return (r);
}

void
drift_history_release(struct drift_history *h)
{
	for (size_t i = 0; i < h->n; i++)
		free(h->v[i].window);
	free(h->v);
}

void
drift_history_text(const struct drift_history *h, struct str *out)
{
	size_t first = h->n > HISTORY_MOST ? h->n - HISTORY_MOST : 0;

	for (size_t i = first; i < h->n; i++) {
		const struct past_window *w = &h->v[i];
		json_t *json = json_object();

		json_object_set_new(json, "window", json_string(w->window));
		json_object_set_new(json, "rows",
		    json_integer((json_int_t)w->rows));
		json_object_set_new(json, "copies", doc_float(w->copies));
		if (!isnan(w->age))
			json_object_set_new(json, "age", doc_float(w->age));
		if (w->drifted)
			json_object_set_new(json, "drifted", json_true());
		doc_write(json, out);
		str_addc(out, '\n');
		json_decref(json);
	}
}

/* Does the name tell which rows they were? */
static bool
is_named(const char *window)
{
	return (strchr(window, '-') != NULL);
}

static bool
is_same(const struct past_window *a, const struct past_window *b)
{
	return (is_named(a->window) && strcmp(a->window, b->window) == 0);
}

void
drift_history_add(struct drift_history *h, const struct past_window *w)
{
	size_t i = 0;

	while (i < h->n && !is_same(&h->v[i], w))
		i++;
	if (i == h->n) {
		h->v = mem_grow(h->v, &h->cap, h->n + 1, sizeof(*h->v));
		h->v[h->n++].window = NULL;
	}
	free(h->v[i].window);
	h->v[i] = *w;
	h->v[i].window = mem_strdup(w->window);
}

enum fact { COUNT, COPIES, AGE, N_FACTS };

static double
fact_of(const struct past_window *w, enum fact f)
{
	return (f == COUNT ? log(w->rows + 0.5) : f == COPIES ? w->copies :
	    log(fmax(w->age, 1)));
}

struct usual {
	double n, mean, sd;
	double rows;		/* of all of them */
};

static struct usual
usual_of(const struct drift_history *h, const struct past_window *but,
    enum fact f)
{
	struct usual u = { 0 };
	double squares = 0, x, off;

	for (size_t i = h->n; i > 0 && u.n < HISTORY_USUAL; i--) {
		if (is_same(&h->v[i - 1], but))
			continue;
		x = fact_of(&h->v[i - 1], f);
		if (isnan(x) || (f == AGE && isnan(h->v[i - 1].age)))
			continue;
		u.rows += h->v[i - 1].rows;
		off = x - u.mean;
		u.mean += off / ++u.n;
		squares += off * (x - u.mean);
	}
	u.sd = u.n > 1 ? sqrt(squares / (u.n - 1)) : NAN;
	return (u);
}

/* The deviation that chance alone gives. */
static double
least_deviation(const struct usual *u, const struct past_window *w,
    enum fact f)
{
	double n = fmax(w->rows, 1);

	if (f == COUNT)
		return (exp(-u->mean / 2));
	return (f == AGE ? 0.1 : sqrt((u->mean + 1 / n) * (1 - u->mean) / n));
}

static void
test_fact(const struct drift_history *h, const struct past_window *w,
    enum fact f, struct drift_found *out)
{
	static const char *const names[] = { "count", "copies", "age" };
	static const double thresholds[] = { 0.2, 0.02, 1 };
	const struct usual u = usual_of(h, w, f);
	double off = fact_of(w, f) - u.mean, t;

	if (u.n < HISTORY_LEAST || (f == AGE && isnan(w->age)))
		return;
	t = off / (fmax(u.sd, least_deviation(&u, w, f)) *
	    sqrt(1 + 1 / u.n));
	out->rows = mem_grow(out->rows, &out->cap, out->n + 1,
	    sizeof(*out->rows));
	out->rows[out->n++] = (struct drift_row){ .column = "(rows)",
	    .kind = "rows", .test = names[f], .of_any = true,
	    .value = f == COUNT ? fabs(exp(off) - 1) :
	    fmax(f == COPIES ? off : exp(off) - 1, 0),
	    .p_value = f == COUNT ? 2 * student_sf(fabs(t), u.n - 1) :
	    student_sf(t, u.n - 1), .threshold = thresholds[f],
	    .n_ref = (uint64_t)u.rows, .n_cur = (uint64_t)w->rows };
}

void
drift_history_test(const struct drift_history *h, const struct past_window *w,
    struct drift_found *out)
{
	for (enum fact f = COUNT; f < N_FACTS; f++)
		test_fact(h, w, f, out);
}
