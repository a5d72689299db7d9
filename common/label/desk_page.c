/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "http_server.h"
#include "mem.h"
#include "numtext.h"
#include "page.h"

#include "desk_page.h"

#define SECRET 16		/* bytes */
#define GRACE 2			/* seconds for requests that are under way */

struct desk_page {
	struct serving serving;
	struct http_server *server;
	struct desk *desk;
	char secret[2 * SECRET + 1];
};

static const char style[] =
    "<style>\n"
    "dl{margin:1rem 0;display:grid;gap:.35rem 1.2rem;"
    "grid-template-columns:minmax(5rem,max-content) minmax(0,1fr)}\n"
    "dt{color:var(--dim);overflow-wrap:anywhere;max-width:14rem}\n"
    "dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap;"
    "max-width:46rem}\n"
    "form{position:sticky;bottom:0;background:var(--bg);padding:.8rem 0;"
    "border-top:1px solid var(--rule);display:flex;flex-wrap:wrap;"
    "gap:.5rem}\n"
    "form button{font:inherit;color:inherit;background:var(--soft);"
    "border:1px solid var(--rule);border-radius:6px;padding:.45rem .9rem;"
    "min-height:2.75rem;cursor:pointer;max-width:100%;"
    "overflow-wrap:anywhere}\n"
    "form button[name=label]{border-color:var(--s1)}\n"
    "form button:disabled{opacity:.5;cursor:default}\n"
    "kbd{font:inherit;font-weight:700;margin-right:.4rem}\n"
    "progress{width:100%;max-width:46rem;accent-color:var(--s1)}\n"
    "@media(max-width:30rem){dl{display:block}dd{margin:0 0 .6rem}}\n"
    "</style>\n";

static const char script[] =
    "<script>\n"
    "history.replaceState(null,'','/');\n"
    "let sent=false;\n"
    "document.forms[0].onsubmit=()=>!sent&&(sent=true);\n"
    "onpageshow=()=>{sent=false};\n"
    "onkeydown=e=>{\n"
    "if(e.ctrlKey||e.metaKey||e.altKey||e.repeat)return;\n"
    "for(const b of document.forms[0].elements)\n"
    "if(b.dataset.key===e.key&&!b.disabled){e.preventDefault();b.click();"
    "return}};\n"
    "</script>\n";

static void
add_button(struct str *out, const char *name, long value, char key,
    const char *text, bool idle)
{
	str_addf(out, "<button name=%s value=%ld data-key=%c "
	    "aria-keyshortcuts=%c%s><kbd>%c</kbd>", name, value, key, key,
	    idle ? " disabled" : "", key);
	page_textz(out, text);
	str_addz(out, "</button>\n");
}

static void
add_row(const struct desk *k, size_t row, struct str *out)
{
	str_addz(out, "<dl>\n");
	for (size_t j = 0; j < k->n_cols; j++) {
		const char *value = k->values[row * k->n_cols + j];

		str_addz(out, "<dt>");
		page_textz(out, k->names[j]);
		str_addz(out, "</dt><dd>");
		if (value == NULL)
			str_addz(out, "<span class=dim>missing</span>");
		else
			page_textz(out, value);
		str_addz(out, "</dd>\n");
	}
	str_addz(out, "</dl>\n");
}

static void
add_form(const struct desk_page *p, size_t row, struct str *out)
{
	const struct desk *k = p->desk;
	bool done = row == k->n_rows;

	str_addf(out, "<form method=post action=/ autocomplete=off>\n"
	    "<input type=hidden name=secret value=%s>"
	    "<input type=hidden name=row value=%zu>\n", p->secret, row);
	for (uint32_t l = 0; l < k->labels.n && !done; l++)
		add_button(out, "label", l, DESK_KEYS[l],
		    dict_get(&k->labels, l, NULL), false);
	if (!done)
		add_button(out, "skip", 1, 's', "Skip", false);
	add_button(out, "undo", 1, 'u', "Undo", k->n_past == 0);
	str_addz(out, "</form>\n");
}

/* The page with a row, n_rows: all are done; note: what went wrong, or NULL. */
static void
write_page(const struct desk_page *p, size_t row, const char *note,
    struct str *out)
{
	const struct desk *k = p->desk;
	struct str lead = STR_INIT;
	size_t n = desk_count(k, DESK_LABELLED);

	str_addf(&lead, "%zu of %zu labelled, %zu skipped, by %s", n,
	    k->n_rows, desk_count(k, DESK_SKIPPED), k->writer.labeler);
	page_begin(out, row == k->n_rows ? "All rows are done" :
	    "Which label?", str_get(&lead));
	str_addz(out, style);
	str_addf(out, "<progress value=%zu max=%zu aria-label=labelled>"
	    "</progress>\n", n, k->n_rows);
	if (note != NULL) {
		str_addz(out, "<ul class=warn role=alert><li>");
		page_textz(out, note);
		str_addz(out, "</ul>\n");
	}
	if (row < k->n_rows)
		add_row(k, row, out);
	add_form(p, row, out);
	str_addz(out, script);
	page_end(out);
	str_release(&lead);
}

static int
send_page(struct exchange *ex, size_t row, const char *note)
{
	str_clear(&ex->reply);
	write_page(ex->serving->ctx, row, note, &ex->reply);
	ex->reply_type = "text/html; charset=utf-8";
	return (200);
}

static int
show_page(struct exchange *ex, struct diag *d)
{
	const struct desk_page *p = ex->serving->ctx;

	(void)d;
	return (send_page(ex, desk_next(p->desk), NULL));
}

/* The value of a field of a form; all that is sent are digits and letters. */
static bool
find_value(const struct exchange *ex, const char *name, const char **value,
    size_t *len)
{
	const char *p = ex->body, *end = p + ex->n_body, *stop;
	size_t n = strlen(name);

	for (; p < end; p = stop + 1) {
		stop = memchr(p, '&', (size_t)(end - p));
		stop = stop != NULL ? stop : end;
		if ((size_t)(stop - p) > n && memcmp(p, name, n) == 0 &&
		    p[n] == '=') {
			*value = p + n + 1;
			*len = (size_t)(stop - *value);
			return (true);
		}
	}
	return (false);
}

static bool
find_number(const struct exchange *ex, const char *name, size_t below,
    size_t *out)
{
	const char *value;
	size_t len;
	int64_t v;

	if (!find_value(ex, name, &value, &len) ||
	    parse_int(value, len, &v) == -1 || v < 0 || (size_t)v >= below)
		return (false);
	*out = (size_t)v;
	return (true);
}

static bool
has_secret(const struct exchange *ex, const struct desk_page *p)
{
	const char *value;
	size_t len;

	return (find_value(ex, "secret", &value, &len) &&
	    len == 2 * SECRET && memcmp(value, p->secret, len) == 0);
}

/* A button was pressed. */
static int
take_form(struct exchange *ex, struct diag *d)
{
	const struct desk_page *p = ex->serving->ctx;
	struct desk *k = p->desk;
	size_t row, label, any, back;
	int r = 0;

	if (!has_secret(ex, p))
		return (send_page(ex, desk_next(k), "Nothing was saved: the "
		    "page was of another run of mlc-label."));
	if (find_number(ex, "undo", 2, &any)) {
		r = desk_undo(k, &back, d);
		if (r == 0 && back < k->n_rows)
			return (send_page(ex, back, NULL));
	} else if (!find_number(ex, "row", k->n_rows, &row)) {
		diag_set(d, "no such row");
		return (400);
	} else if (find_number(ex, "label", k->labels.n, &label)) {
		r = desk_say(k, row, (uint32_t)label, d);
	} else if (!find_number(ex, "skip", 2, &any)) {
		diag_set(d, "no such label");
		return (400);
	} else if (k->state[row] == DESK_OPEN) {
		desk_skip(k, row);
	}
	return (send_page(ex, desk_next(k), r == -1 ? d->text : NULL));
}

static int
make_secret(char *hex, struct diag *d)
{
	unsigned char bytes[SECRET];

	if (getrandom(bytes, SECRET, 0) != SECRET)
		return (diag_errno(d, "random numbers"));
	for (size_t i = 0; i < SECRET; i++) {
		*hex++ = "0123456789abcdef"[bytes[i] >> 4];
		*hex++ = "0123456789abcdef"[bytes[i] & 15];
	}
	*hex = '\0';
	return (0);
}

int
desk_page_start(struct desk *k, const char *listen, struct desk_page **out,
    struct diag *d)
{
	static const struct route routes[] = {
		{ "GET", "/", show_page },
		{ "POST", "/", take_form },
		{ NULL }
	};
	struct http_options http = HTTP_OPTIONS_DEFAULT;
	struct desk_page *p = MEM_NEW(struct desk_page);

	http.listen = listen;
	http.n_threads = 1;	/* so the desk needs no lock */
	p->desk = k;
	p->serving.routes = routes;
	p->serving.ctx = p;
	p->serving.log = p->serving.shadow_log = p->serving.access_log =
	    (struct log_file)LOG_FILE_NONE;
	if (make_secret(p->secret, d) == -1 ||
	    http_server_start(&http, &p->serving, &p->server, d) == -1) {
		free(p);
		return (-1);
	}
	*out = p;
	return (0);
}

const char *
desk_page_address(const struct desk_page *p)
{
	return (http_server_address(p->server));
}

void
desk_page_watch(struct desk_page *p)
{
	http_server_watch(p->server);
}

void
desk_page_stop(struct desk_page *p)
{
	http_server_stop(p->server, GRACE);
	free(p);
}
