/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "prom_text.h"

#include "drift_prom.h"

enum family { VALUE, THRESHOLD, DRIFTED, ROWS, N_FAMILIES };

static const char *const families[N_FAMILIES][2] = {
	[VALUE] = { "value", "What a test found in the last window." },
	[THRESHOLD] = { "threshold", "From where on that is drift." },
	[DRIFTED] = { "drifted", "Did the column drift by the test?" },
	[ROWS] = { "rows", "Rows of the last window." }
};

void
drift_prom_init(struct drift_prom *p)
{
	memset(p, 0, sizeof(*p));
	str_init(&p->window);
	for (size_t i = 0; i < N_FAMILIES; i++)
		str_init(&p->lines[i]);
}

void
drift_prom_release(struct drift_prom *p)
{
	str_release(&p->window);
	for (size_t i = 0; i < N_FAMILIES; i++)
		str_release(&p->lines[i]);
}

static void
add_sample(struct str *out, enum family f, const struct drift_row *row,
    double x)
{
	str_addf(out, "mlc_drift_%s{", families[f][0]);
	prom_label("column", row->column, out);
	str_addz(out, ",");
	prom_label("test", row->test, out);
	prom_value(x, out);
}

void
drift_prom_add(struct drift_prom *p, const struct drift_row *row)
{
	if (row->verdict == DRIFT_TOO_FEW || row->verdict == DRIFT_NEW)
		return;
	if (strcmp(str_get(&p->window), row->window) != 0) {
		str_clear(&p->window);
		str_addz(&p->window, row->window);
		for (size_t i = 0; i < N_FAMILIES; i++)
			str_clear(&p->lines[i]);
	}
	add_sample(&p->lines[VALUE], VALUE, row, row->value);
	if (!isnan(row->threshold))
		add_sample(&p->lines[THRESHOLD], THRESHOLD, row,
		    row->threshold);
	add_sample(&p->lines[DRIFTED], DRIFTED, row,
	    row->verdict == DRIFT_DRIFT);
	add_sample(&p->lines[ROWS], ROWS, row, (double)row->n_cur);
}

static void
add_head(struct str *out, const char *name, const char *help)
{
	str_addf(out, "# HELP mlc_drift_%s %s\n# TYPE mlc_drift_%s gauge\n",
	    name, help, name);
}

void
drift_prom_text(const struct drift_prom *p, const struct drift_report *r,
    struct str *out)
{
	for (size_t i = 0; i < N_FAMILIES; i++) {
		if (p->lines[i].len == 0)
			continue;
		add_head(out, families[i][0], families[i][1]);
		str_add(out, str_get(&p->lines[i]), p->lines[i].len);
	}
	add_head(out, "windows", "Windows that were judged.");
	str_addf(out, "mlc_drift_windows %llu\n",
	    (unsigned long long)r->n_windows);
	add_head(out, "windows_drifted", "Windows in which a column drifted.");
	str_addf(out, "mlc_drift_windows_drifted %llu\n",
	    (unsigned long long)r->n_drifted);
}
