/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Universal Binary JSON (ubjson.org, draft 12), as XGBoost writes it. */
#ifndef UBJSON_H
#define UBJSON_H

#include "jsondoc.h"

/* A whole document; *out is a new reference. */
int ubjson_parse(const char *p, size_t n, json_t **out, struct diag *)
    MUST_CHECK;

#endif
