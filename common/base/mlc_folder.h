/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folder in which mlc-track keeps what it knows, wherever a program asks
 * for it:
 *
 *	mlc.json	a sealed line: what the folder is
 *	objects/ab/...	files by their SHA-256, whose first two digits are the
 *			folder's name
 *	runs/ID/	a file of sealed lines (line_file.h) of each program
 *	data/NAME/N.json	version N of a data set, a sealed line
 *	registry/NAME/N.json	the Nth change of a stage, a sealed line
 *	registry/NAME/STAGE	a link to the object in this stage
 *
 * All of it is made by link, rename or append, and nothing is ever changed.
 */
#ifndef MLC_FOLDER_H
#define MLC_FOLDER_H

#include "diag.h"

/* $MLC_STORE, or .mlc in this folder or the nearest one above that has it; NULL
   where there is none. Heap. */
char *mlc_folder_find(void);
/* The same, where absence is an error. */
int mlc_folder_need(char **out, struct diag *) MUST_CHECK;

/* A path in a folder, by a format. Heap. */
char *mlc_folder_path(const char *folder, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

/* Where the object of a digest is. Heap. */
char *mlc_folder_object(const char *folder, const char *hex);

/* Of a data set, a model or a stage: letters, digits, and . _ - inside. */
int mlc_folder_check_name(const char *, struct diag *) MUST_CHECK;

#endif
