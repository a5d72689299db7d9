/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table as CSV in memory, the bytes that csv_writer writes.
 */
#ifndef FMT_TEXT_WRITE_H
#define FMT_TEXT_WRITE_H

#include "batch.h"
#include "str.h"

void text_write_csv(const struct batch *, struct str *out);

#endif
