/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names that mlc-track gave, wherever a file is named:
 *
 *	registry:NAME@STAGE	the model in a stage
 *	data:NAME[@VERSION]	a version of a data set, the newest by default
 *
 * in the nearest folder .mlc (mlc_folder.h).  Other names are those of files.
 */
#ifndef KNOWN_NAME_H
#define KNOWN_NAME_H

#include "jsondoc.h"

#define REGISTRY_NAME "registry:"
#define DATA_NAME "data:"

/* The file of a name that may be the registry's. Heap. */
int known_model(const char *name, char **path, struct diag *) MUST_CHECK;

/* What is known of a version of a data set (catalog.h), by "NAME" or
   "NAME@VERSION"; a new reference. */
int known_data_read(const char *store, const char *name, json_t **out,
    struct diag *) MUST_CHECK;
/* The version after the last one of NAME: 1 where there is none. */
int known_data_next(const char *store, const char *name, int64_t *out,
    struct diag *) MUST_CHECK;

/* The file with the bytes of a data set, "data:NAME[@VERSION]": where it was
   when it was added, else the copy that was kept; other bytes are an error.
   Both are heap; full has the version. */
int known_data(const char *name, char **path, char **full, struct diag *)
    MUST_CHECK;

#endif
