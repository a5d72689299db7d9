/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names that mlc-track gave, wherever a file is named:
 *
 *	registry:NAME@STAGE	the model in a stage
 *
 * in the nearest folder .mlc (mlc_folder.h).  Other names are those of files.
 */
#ifndef KNOWN_NAME_H
#define KNOWN_NAME_H

#include "diag.h"

#define REGISTRY_NAME "registry:"

/* The file of a name that may be the registry's. Heap. */
int known_model(const char *name, char **path, struct diag *) MUST_CHECK;

#endif
