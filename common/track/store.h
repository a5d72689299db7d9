/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is kept in the folder .mlc (mlc_folder.h): files by their digests, and
 * the lines that programs write of a run.
 *
 * Objects and lines appear whole or not at all, and have been synced when the
 * call returns: a kill or a full disk costs the one that is being written.
 */
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>

#include "digest.h"
#include "jsondoc.h"
#include "line_file.h"

/* Make the folder where it is not there yet; *made: it was not. */
int store_make(const char *folder, bool *made, struct diag *) MUST_CHECK;
/* The nearest folder, or one that is made in this folder. */
int store_find_or_make(char **out, bool *made, struct diag *) MUST_CHECK;

/* Make a folder and those above it that are missing. */
int store_make_folders(const char *path, struct diag *) MUST_CHECK;

/* Keep bytes, or those of a file; hex has DIGEST_HEX + 1 bytes. */
int store_put(const char *folder, const char *p, size_t n, char *hex,
    struct diag *) MUST_CHECK;
int store_put_file(const char *folder, const char *path, char *hex,
    struct diag *) MUST_CHECK;
/* Write an object to a file; one whose bytes were changed is refused. */
int store_get_file(const char *folder, const char *hex, const char *path,
    struct diag *) MUST_CHECK;
bool store_has(const char *folder, const char *hex);

/* Let a link, by its path in the folder, lead to an object from one moment to
   the next; and the object that a link leads to, "" where it is none. */
int store_link(const char *folder, const char *place, const char *hex,
    struct diag *) MUST_CHECK;
void store_read_link(const char *link, char hex[DIGEST_HEX + 1]);

/* Lines of one program about a run. */
struct entry_file {
	struct line_file lines;
	char previous[DIGEST_HEX + 1];
};

int entry_file_open(struct entry_file *, const char *run_folder,
    struct diag *) MUST_CHECK;
/* Steals the object. */
int entry_file_add(struct entry_file *, json_t *, struct diag *) MUST_CHECK;
void entry_file_close(struct entry_file *);

/* What is wrong with a line of a file; NULL: it has no end, and so does not
   count. */
typedef void entry_fault(void *ctx, const char *path, size_t line,
    const char *what);

/* The objects of one file, appended to an array. Lines that were changed are
   told and left out. */
int entry_file_read(const char *path, json_t *out, entry_fault *, void *ctx,
    struct diag *) MUST_CHECK;

#endif
