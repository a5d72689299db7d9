/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The writers of the formats, for format_table.c: see struct format.
 */
#ifndef FMT_WRITE_H
#define FMT_WRITE_H

#include "format.h"

int csvtext_begin(struct outfile *, const struct head *, struct writer **out,
    struct diag *) MUST_CHECK;
int tsvtext_begin(struct outfile *, const struct head *, struct writer **out,
    struct diag *) MUST_CHECK;
int csvtext_write(struct writer *, const struct batch *, struct diag *)
    MUST_CHECK;
int csvtext_end(struct writer *, const json_t *tail, struct diag *)
    MUST_CHECK;
void csvtext_free(struct writer *);

int mlctext_begin(struct outfile *, const struct head *, struct writer **out,
    struct diag *) MUST_CHECK;
int mlctext_write(struct writer *, const struct batch *, struct diag *)
    MUST_CHECK;
int mlctext_end(struct writer *, const json_t *tail, struct diag *)
    MUST_CHECK;
void mlctext_free(struct writer *);

int jsonl_begin(struct outfile *, const struct head *, struct writer **out,
    struct diag *) MUST_CHECK;
int jsonl_write(struct writer *, const struct batch *, struct diag *)
    MUST_CHECK;
int jsonl_end(struct writer *, const json_t *tail, struct diag *) MUST_CHECK;
void jsonl_free(struct writer *);

int arrow_begin(struct outfile *, const struct head *, struct writer **out,
    struct diag *) MUST_CHECK;
int arrow_write(struct writer *, const struct batch *, struct diag *)
    MUST_CHECK;
int arrow_end(struct writer *, const json_t *tail, struct diag *) MUST_CHECK;
void arrow_free(struct writer *);

int table_begin(struct outfile *, const struct head *, struct writer **out,
    struct diag *) MUST_CHECK;
int table_write(struct writer *, const struct batch *, struct diag *)
    MUST_CHECK;
int table_end(struct writer *, const json_t *tail, struct diag *) MUST_CHECK;
int table_flush(struct writer *, struct diag *) MUST_CHECK;
void table_free(struct writer *);

#endif
