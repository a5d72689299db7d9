/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of Prometheus' text format (0.0.4).
 */
#ifndef PROM_TEXT_H
#define PROM_TEXT_H

#include <stdint.h>

#include "str.h"

/* The two lines before a metric's samples. */
void prom_help(const char *name, const char *type, const char *help,
    struct str *out);
/* name="value", with what has a meaning in a value escaped. */
void prom_label(const char *name, const char *value, struct str *out);
void prom_number(double, struct str *out);
/* The end of a sample: its value behind the labels. */
void prom_value(double, struct str *out);
void prom_count(uint64_t, struct str *out);

#endif
