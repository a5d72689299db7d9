/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A desk as a page for a browser, over HTTP: for one person, who is whoever has
 * the page.  Each label is a form that is sent, so it works without a script;
 * with one, each button has a key.  What is sent is taken only with a secret of
 * the page, so that no other page that the browser has open can label.
 */
#ifndef DESK_PAGE_H
#define DESK_PAGE_H

#include "desk.h"

struct desk_page;

/* listen: as in listener.h. The desk is borrowed. */
int desk_page_start(struct desk *, const char *listen,
    struct desk_page **out, struct diag *) MUST_CHECK;
const char *desk_page_address(const struct desk_page *);
/* To be called once a second or so. */
void desk_page_watch(struct desk_page *);
/* And free it. */
void desk_page_stop(struct desk_page *);

#endif
