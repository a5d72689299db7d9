/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shell sentence of a search, with a point's values in it.
 *
 *	{NAME}		the value; nothing where the parameter is not in use
 *	{NAME?TEXT}	TEXT, in which {} is the value, where the parameter is
 *			in use, else nothing
 *	{model}		the file that the last run is to write; /dev/null else
 *
 * A value is one word, or part of a word, and never syntax: words are quoted
 * by where they stand, outside of quotes, in 'single' or in "double" ones.
 * Behind $( ), ${ }, $' ', ` ` and << it is not known any more where a place
 * stands, so that there only words of letters, digits and _ . + - / : , % @ are
 * taken.  Other braces are the shell's.
 */
#ifndef SENTENCE_H
#define SENTENCE_H

#include "space.h"

/* Does it name parameters of the space, each of them, with fit words? */
int sentence_check(const char *sentence, const struct space *,
    struct diag *) MUST_CHECK;

/* Does it say where a model is written, or is it known how to? */
bool sentence_makes_model(const char *sentence);

/* The sentence at a point; model NULL: none is to be written. */
void sentence_at(const char *sentence, const struct space *,
    const double *point, const char *model, struct str *out);

/* A text as one word of the shell. */
void sentence_quote(const char *text, struct str *out);

/* How to run it by another program: "srun -n1 {}", where {} is sh -c with
   the sentence and {sentence} the sentence as one word. */
int sentence_exec_check(const char *exec, struct diag *) MUST_CHECK;
void sentence_exec(const char *exec, const char *sentence, struct str *out);

#endif
