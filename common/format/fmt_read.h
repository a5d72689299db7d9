/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The readers of the formats, for format_table.c: see struct format. Those of
 * plain rows are listed in row_format.h.
 */
#ifndef FMT_READ_H
#define FMT_READ_H

#include "format.h"

bool mlctext_detect(const char *p, size_t n);
int mlctext_open(struct bytes *, const struct read_options *,
    struct stream **out, struct diag *) MUST_CHECK;

bool jsonl_detect(const char *p, size_t n);
bool json_detect(const char *p, size_t n);

#endif
