/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of text from one source, typed: reads bytes in large groups, cuts them
 * into pieces of whole records, and splits and types the pieces by threads.
 * Batches come in the order of the rows, whatever the number of threads.
 *
 * One pass infers the types, if they are not known, and types rows as what
 * their columns are so far.  Those for which that was right, and which there
 * was room for, are kept; the others are read again.
 */
#ifndef ROW_READER_H
#define ROW_READER_H

#include "batch.h"
#include "bytes.h"
#include "outfile.h"
#include "row_format.h"

struct row_reader;

/* Takes the bytes over when it succeeds. What the options point to has to live
   as long; delimiter and header only until this returns. */
int row_reader_new(struct bytes *, const struct row_format *,
    const struct read_options *, struct row_reader **out, struct diag *)
    MUST_CHECK;
void row_reader_free(struct row_reader *);
/* The bytes are the caller's again. */
void row_reader_give_back(struct row_reader *);

/* Read all rows (the first options->infer_rows), for the missing tokens and
   trimming of spec. The bytes have to be kept or a file. What is typed on the
   way is kept as long as there are *room bytes for it. */
int row_reader_infer(struct row_reader *, const struct read_spec *,
    uint64_t *room, struct columns_seen *, struct diag *) MUST_CHECK;

/* From here on rows of spec come, from the first; spec has to live as long,
   and the report expects its columns.
   A column of spec that is absent is an error unless absent_ok; where rows
   name their columns it is just missing. */
int row_reader_start(struct row_reader *, const struct read_spec *,
    bool absent_ok, struct diag *) MUST_CHECK;

/* As stream_next. */
int row_reader_next(struct row_reader *, const struct batch **,
    struct diag *) MUST_CHECK;

/* Tell what is worth it of the rows that came, once. Done by itself after the
   last one. */
void row_reader_tell(struct row_reader *);

/* Bad rows are written there: source,line,reason,row. */
void row_reader_set_rejects(struct row_reader *, struct outfile *);

struct layout *row_reader_layout(struct row_reader *);

#endif
