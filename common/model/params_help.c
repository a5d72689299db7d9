/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "params.h"

void
params_default(const struct param_def *def, struct str *out)
{
	const char *word;
	size_t n = 0;

	if (def->kind == PARAM_PAIRS) {
		str_addz(out, " (default none)");
	} else if (isnan(def->def)) {
		str_addf(out, " (default %s)", def->choices);
	} else if (param_is_word(def)) {
		word = param_word(def, def->def, &n);
		str_addf(out, " (default %.*s)", (int)n, word);
	} else {
		str_addf(out, " (default %g)", def->def);
	}
}

/* Append what its value looks like: "N", "X", "auto,squared", "SEL:X,...". */
static void
add_argument(const struct param_def *def, struct str *out)
{
	if (def->kind == PARAM_PAIRS) {
		str_addz(out, "A*B,...");
		return;
	}
	if (def->kind == PARAM_COLUMNS)
		str_addf(out, "SEL:");
	if (!param_is_word(def))
		str_addz(out, def->kind == PARAM_INT ? "N" : "X");
	if (def->choices != NULL && !param_is_word(def))
		str_addc(out, '|');
	for (const char *p = def->choices; p != NULL && *p != '\0'; p++)
		str_addc(out, *p == ',' && def->kind == PARAM_COLUMNS ? '|' :
		    *p);
	if (def->kind == PARAM_COLUMNS)
		str_addz(out, ",...");
}

void
params_help(const struct param_def *defs, struct str *out)
{
	size_t begin;

	for (; defs->name != NULL; defs++) {
		begin = out->len;
		str_addf(out, "      --%s ", defs->name);
		add_argument(defs, out);
		if (out->len - begin > 26) {
			str_addc(out, '\n');
			begin = out->len;
		}
		str_addf(out, "%*s%s", (int)(28 - (out->len - begin)), "",
		    defs->help);
		params_default(defs, out);
		str_addc(out, '\n');
	}
}
