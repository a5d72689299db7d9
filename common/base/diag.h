/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Diagnostics: what went wrong, in one sentence for a person.
 *
 * The library never prints and never exits.  A function that can fail takes a
 * caller-owned struct diag as its last parameter, fills it once, at the place
 * that knows most, and returns -1; callers on the way up may put context in
 * front.  cmd/ prints it.  Control characters in the text are made visible, so
 * that data cannot drive a terminal.
 *
 * BUG() is for us: a broken invariant, never for input.
 */
#ifndef DIAG_H
#define DIAG_H

#define DIAG_MAX 1024

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

enum diag_blame {
	BLAME_NONE,
	BLAME_INPUT,		/* the program before failed */
	BLAME_TOLD		/* and said so, or another one did */
};

struct diag {
	char text[DIAG_MAX];	/* "" when nothing is wrong */
	enum diag_blame blame;
};

#define DIAG_INIT { "", BLAME_NONE }

/* Set the message. Always returns -1, so that "return diag_set(...)" reads. */
int diag_set(struct diag *d, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The same, followed by ": " and the text of errno. */
int diag_errno(struct diag *d, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Blame the program before for what was set. Returns -1. */
int diag_blame(struct diag *d, enum diag_blame);

/* Put context and ": " in front of the message. Returns -1. */
int diag_prefix(struct diag *d, const char *fmt, ...) PRINTF_LIKE(2, 3);

void bug_die(const char *file, int line, const char *fmt, ...)
    PRINTF_LIKE(3, 4) __attribute__((noreturn));

#define BUG(...) bug_die(__FILE__, __LINE__, __VA_ARGS__)

#endif
