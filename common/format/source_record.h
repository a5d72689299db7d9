/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a lineage says of one source.
 */
#ifndef SOURCE_RECORD_H
#define SOURCE_RECORD_H

#include "bytes.h"
#include "jsondoc.h"

/* {"name","format"}, for the head. */
json_t *source_record_name(const struct bytes *, const char *format);
/* {"bytes","sha256"}, for the tail; empty where it was not read to its end. */
json_t *source_record_digest(const struct bytes *);

#endif
