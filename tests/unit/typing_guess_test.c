/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Columns that are guessed in pieces, whatever is in them, are those that
 * typing.h makes of all cells once all of them were seen.
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "rng.h"
#include "typing_guess.h"

#define N_CELLS 60
#define PIECE 20
#define N_COLUMNS 20000

/* By kinds: a column is made of few of them. */
static const char *const texts[][8] = {
	{ "0", "7", "-12", "123456789", "-1234567890123456", "12345678" },
	{ "0.5", "-3.25", "1e5", "123456789.125", ".5", "5.", "-0.0" },
	{ "", "", "NA", "?", "-", "nan", "." },
	{ "-0", "0", "+5", "1.2.3", "12345678901234567", "1234567.8" },
	{ "abc", "red", "a longer text", "x", "1x", "--5" },
	{ "007", "00.5", "-01", "+4416329600" },
	{ "99999999999999999999", "18446744073709551616", "1" },
	{ "2024-05-01", "2024-05-01T10:20:30.1234567Z", "1999-12-31" },
	{ "13/05/2024", "01/02/2024", "31.12.1999" },
	{ "true", "false", "True", "yes" },
	{ "1e400", "1e22", "inf", "-inf", "9007199254740993.0" }
};

#define N_KINDS (sizeof(texts) / sizeof(texts[0]))

static void
draw_cells(struct rng *r, struct cell *cells)
{
	size_t kinds[3], n = 1 + rng_below(r, 3), k, change;
	const char *text;

	for (size_t i = 0; i < n; i++)
		kinds[i] = rng_below(r, N_KINDS);
	change = rng_below(r, 2 * N_CELLS);
	for (size_t i = 0; i < N_CELLS; i++) {
		k = kinds[i < change ? 0 : rng_below(r, n)];
		do {
			text = texts[k][rng_below(r, 8)];
		} while (text == NULL);
		cells[i].p = text;
		cells[i].n = (uint32_t)strlen(text);
		cells[i].kind = rng_below(r, 9) == 0 ? CELL_QUOTED : CELL_PLAIN;
	}
}

static bool
is_same(const struct column *a, size_t first, const struct column *b)
{
	size_t n_missing = 0;

	for (size_t i = 0; i < b->n; i++) {
		struct column one;
		bool same;

		n_missing += !b->valid[i];
		column_init(&one, a->type, 0);
		column_add_range(&one, a, first + i, 1);
		column_add_range(&one, b, i, 1);
		same = column_same(&one, 0, &one, 1) &&
		    (a->type != COL_FLOAT || memcmp(&one.floats[0],
		    &one.floats[1], sizeof(double)) == 0 || !one.valid[0]);
		column_release(&one);
		if (!same)
			return (false);
	}
	return (n_missing == b->n_missing);
}

/* Pieces are lost only where values became strings or bools. */
static void
check_column(const struct read_spec *spec, const struct cell *cells,
    size_t *n_lost)
{
	struct inference all, so_far;
	struct guess g[N_CELLS / PIECE];
	struct cell_form form;
	struct column want;
	uint8_t bad[N_CELLS] = { 0 };
	char format[TIME_FORMAT_MAX];
	const char *times;

	inference_init(&all);
	inference_init(&so_far);
	cell_form_init(&form, spec, "x");
	for (size_t i = 0; i < N_CELLS; i++)
		inference_add(&all, spec, &cells[i]);
	for (size_t k = 0; k < N_CELLS / PIECE; k++) {
		guess_init(&g[k], &so_far);
		for (size_t i = 0; i < PIECE; i += 5)
			guess_add(&g[k], &form, &(struct cell_run){
			    cells + k * PIECE + i, 5, 1 });
		inference_merge(&so_far, &g[k].seen);
	}
	CHECK(inference_type(&so_far) == inference_type(&all));
	times = inference_time_format(&all, spec, format);
	form.time_format = times;
	form.is_usual = form.is_usual && times == NULL;
	column_init(&want, inference_type(&all), 0);
	CHECK(cells_to_column(&form, &(struct cell_run){ cells, N_CELLS, 1 },
	    &want, bad) == 0);
	for (size_t k = 0; k < N_CELLS / PIECE; k++) {
		if (guess_fit(&g[k], &form, want.type) == 0)
			CHECK(is_same(&want, k * PIECE, &g[k].values));
		else
			++*n_lost;
		guess_release(&g[k]);
	}
	column_release(&want);
}

static void
test_random(const struct read_spec *spec)
{
	struct cell cells[N_CELLS];
	struct rng r;
	size_t n_lost = 0;

	rng_init(&r, 1);
	for (int i = 0; i < N_COLUMNS; i++) {
		draw_cells(&r, cells);
		check_column(spec, cells, &n_lost);
	}
	CHECK(n_lost > 0 && n_lost < N_COLUMNS);
}

/* Whole numbers are widened, and nothing is lost. */
static void
test_widen(const struct read_spec *spec)
{
	struct cell cells[] = {
		{ "1", 1, CELL_PLAIN }, { "", 0, CELL_PLAIN },
		{ "-20", 3, CELL_PLAIN }, { "2.5", 3, CELL_PLAIN }
	};
	struct inference none;
	struct cell_form form;
	struct guess g;

	inference_init(&none);
	cell_form_init(&form, spec, "x");
	guess_init(&g, &none);
	guess_add(&g, &form, &(struct cell_run){ cells, 4, 1 });
	CHECK(guess_fit(&g, &form, COL_FLOAT) == 0);
	CHECK(g.values.n == 4 && g.values.n_missing == 1);
	CHECK(g.values.floats[0] == 1 && !g.values.valid[1]);
	CHECK(g.values.floats[2] == -20 && g.values.floats[3] == 2.5);
	CHECK(guess_fit(&g, &form, COL_STRING) == -1);
	guess_release(&g);
}

int
main(void)
{
	struct read_spec spec;

	read_spec_init(&spec);
	test_random(&spec);
	test_widen(&spec);
	read_spec_add_na(&spec, "7");
	spec.trim = true;
	test_random(&spec);
	read_spec_release(&spec);
	return (check_done());
}
