/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What form of an answer a client wants, by its header Accept (RFC 9110,
 * 12.5.1).
 */
#ifndef ACCEPT_H
#define ACCEPT_H

enum answer_form {
	ANSWER_JSON,		/* application/json */
	ANSWER_CSV,		/* text/csv */
	ANSWER_TEXT,		/* text/plain: the same text */
	N_ANSWER_FORMS
};

/* The one of the highest quality; of equals the first. JSON where there is no
   header, and where none is wanted. */
enum answer_form accept_form(const char *accept);

#endif
