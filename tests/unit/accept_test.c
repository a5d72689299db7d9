/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include "accept.h"

/* What follows from RFC 9110, 12.4.2 and 12.5.1, by hand. */
static const struct {
	const char *accept;
	enum answer_form form;
} cases[] = {
	{ NULL, ANSWER_JSON },
	{ "", ANSWER_JSON },
	{ "*/*", ANSWER_JSON },
	{ "application/json", ANSWER_JSON },
	{ "text/csv", ANSWER_CSV },
	{ "TEXT/CSV; charset=utf-8", ANSWER_CSV },
	{ "text/plain", ANSWER_TEXT },
	{ "text/*", ANSWER_CSV },
	{ "image/png", ANSWER_JSON },
	{ "text/csvx, text/cs, text/", ANSWER_JSON },
	{ "text/csv, application/json", ANSWER_JSON },
	{ "text/csv, application/json;q=0.9", ANSWER_CSV },
	{ "text/csv;q=0.8 , application/json ; q=0.9", ANSWER_JSON },
	{ "text/csv, */*;q=0.1", ANSWER_CSV },
	{ "application/json;q=0.2,text/plain;q=.5,text/*;q=.3", ANSWER_TEXT },
	{ "text/*;q=0.3, text/plain;q=0.7, text/csv;q=0, */*;q=0.5",
	    ANSWER_TEXT },
	{ "*/*;q=0.8, text/csv;q=0.8, application/json;q=0.1", ANSWER_CSV },
	{ "*/*, application/json;q=0, text/csv;q=0", ANSWER_TEXT },
	{ "text/csv;q=0", ANSWER_JSON },
	{ "text/csv;q=x, text/plain;q=0.1", ANSWER_TEXT },
	{ "text/csv;header=present;q=0.4, text/plain;q=0.5", ANSWER_TEXT },
	{ ",, ;q=1,, text/csv", ANSWER_CSV },
	{ "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
	    ANSWER_JSON },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum answer_form form = accept_form(cases[i].accept);

		CHECK_(form == cases[i].form, "%s: %d", cases[i].accept != NULL
		    ? cases[i].accept : "none", (int)form);
	}
	return (check_done());
}
