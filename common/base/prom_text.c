/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numtext.h"
#include "prom_text.h"

void
prom_help(const char *name, const char *type, const char *help,
    struct str *out)
{
	str_addf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

void
prom_label(const char *name, const char *value, struct str *out)
{
	str_addf(out, "%s=\"", name);
	for (; *value != '\0'; value++) {
		if (*value == '\n') {
			str_addz(out, "\\n");
			continue;
		}
		if (*value == '"' || *value == '\\')
			str_addc(out, '\\');
		str_addc(out, *value);
	}
	str_addc(out, '"');
}

void
prom_number(double v, struct str *out)
{
	str_commit(out, format_float(str_reserve(out, NUMTEXT_MAX), v));
}

void
prom_value(double v, struct str *out)
{
	str_addz(out, "} ");
	prom_number(v, out);
	str_addc(out, '\n');
}

void
prom_count(uint64_t n, struct str *out)
{
	str_addf(out, "} %llu\n", (unsigned long long)n);
}
