/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "utf8.h"

#include "page.h"

static const char head[] =
    "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n"
    "<meta name=viewport content=\"width=device-width,initial-scale=1\">\n"
    "<meta http-equiv=Content-Security-Policy content=\"default-src 'none';"
    "style-src 'unsafe-inline';script-src 'unsafe-inline'\">\n";

static const char style[] =
    "<style>\n"
    ":root{color-scheme:light dark;--bg:#fff;--ink:#1c2126;--dim:#59636e;"
    "--rule:#d8dee4;--soft:#f4f6f8;--s1:#2c6db2;--s2:#c2571a;--s3:#2a7d54;"
    "--s4:#7a4fc0;--s5:#b02f75;--s6:#59636e;--bad:#b3261e;--bad-soft:#fdf1ef}"
    "\n@media(prefers-color-scheme:dark){:root{--bg:#14181c;--ink:#e4e8ec;"
    "--dim:#9aa5b0;--rule:#313941;--soft:#1c2228;--s1:#6cabea;--s2:#ee9a5e;"
    "--s3:#67c296;--s4:#b497ee;--s5:#ea8bb9;--s6:#9aa5b0;--bad:#ff9a8c;"
    "--bad-soft:#2c1d1c}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--bg);color:var(--ink);"
    "font:16px/1.5 system-ui,sans-serif}\n"
    "main{max-width:80rem;margin:0 auto;padding:1rem clamp(.8rem,3vw,2rem) "
    "4rem}\n"
    "h1{font-size:1.6rem;line-height:1.2;margin:1rem 0 .3rem;"
    "overflow-wrap:anywhere}\n"
    "h2{font-size:1.2rem;margin:2.6rem 0 .8rem}\n"
    "h3{font-size:1rem;margin:0;overflow-wrap:anywhere}\n"
    "p{margin:.4rem 0;max-width:46rem}\n"
    ".dim,small{color:var(--dim)}small{font-size:.85rem}\n"
    "a{color:var(--s1)}\n"
    ":focus-visible{outline:2px solid var(--s1);outline-offset:2px}\n"
    ".wide{overflow-x:auto}"
    "div.wide{border:1px solid var(--rule);border-radius:6px}\n"
    "table{border-collapse:collapse;width:100%;font-size:.9rem;"
    "font-variant-numeric:tabular-nums}\n"
    "th,td{padding:.3rem .55rem;text-align:left;vertical-align:top;"
    "border-bottom:1px solid var(--rule)}\n"
    "tr:last-child td{border-bottom:0}\n"
    "td{max-width:18rem;overflow-wrap:break-word}\n"
    "th{background:var(--soft);font-weight:600;white-space:nowrap}\n"
    "th:first-child,td:first-child{position:sticky;left:0}"
    "td:first-child{background:var(--bg)}\n"
    ".n{text-align:right;white-space:nowrap}\n"
    "th button{all:unset;cursor:pointer}\n"
    "th button:focus-visible{outline:2px solid var(--s1);outline-offset:2px}\n"
    "[aria-sort] button::after{content:' \\25be'}\n"
    "[aria-sort=ascending] button::after{content:' \\25b4'}\n"
    ".cards{display:grid;gap:1rem;"
    "grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr))}\n"
    ".card{border:1px solid var(--rule);border-radius:6px;padding:.8rem;"
    "min-width:0}\n"
    ".card:target{border-color:var(--s1)}\n"
    ".warn{list-style:none;padding:0;margin:0}\n"
    ".warn li{background:var(--bad-soft);border-left:3px solid var(--bad);"
    "padding:.45rem .8rem;margin:.4rem 0;overflow-wrap:anywhere}\n"
    ".warn b{color:var(--bad)}\n"
    "figure{margin:.5rem 0 0}\n"
    "svg{display:block;width:100%;height:auto;max-width:30rem}\n"
    "svg.fixed{width:auto;max-width:none}\n"
    "svg text{fill:var(--dim);font:11px system-ui,sans-serif}\n"
    "svg text.v{fill:var(--ink)}\n"
    ".e{text-anchor:end}.m{text-anchor:middle}\n"
    ".axis{stroke:var(--rule);stroke-width:1;fill:none}\n"
    ".bar{fill:var(--s1)}.rest{fill:var(--dim)}\n"
    ".band{opacity:.18;stroke:none}\n"
    ".range{stroke:var(--ink);stroke-width:1.5}\n"
    ".line{fill:none;stroke-width:2;stroke-linejoin:round}\n"
    "svg .c1{stroke:var(--s1)}svg .c2{stroke:var(--s2);"
    "stroke-dasharray:6 3}"
    "svg .c3{stroke:var(--s3);stroke-dasharray:2 3}svg .c4{stroke:var(--s4);"
    "stroke-dasharray:9 3 2 3}svg .c5{stroke:var(--s5);stroke-dasharray:4 2}"
    "svg .c6{stroke:var(--s6);stroke-dasharray:1 2}\n"
    ".f1{fill:var(--s1)}.f2{fill:var(--s2)}.f3{fill:var(--s3)}"
    ".f4{fill:var(--s4)}.f5{fill:var(--s5)}.f6{fill:var(--s6)}\n"
    ".key{display:flex;flex-wrap:wrap;gap:.1rem 1rem;font-size:.85rem;"
    "color:var(--dim)}.key svg{display:inline-block;width:1.6rem;"
    "height:.7rem;margin-right:.35rem}\n"
    ".key span{overflow-wrap:anywhere}\n"
    "@media print{.card{break-inside:avoid}}\n"
    "</style>\n";

/* Without it the tables stand as they are written. */
static const char script[] =
    "<script>\n"
    "for(const t of document.querySelectorAll('table')){\n"
    "const heads=[...t.tHead.rows[0].cells],body=t.tBodies[0];\n"
    "heads.forEach((h,i)=>{\n"
    "const b=document.createElement('button');\n"
    "b.textContent=h.textContent;h.replaceChildren(b);\n"
    "const num=h.className==='n';\n"
    "const key=r=>num?parseFloat(r.cells[i].dataset.v):"
    "r.cells[i].textContent;\n"
    "b.onclick=()=>{\n"
    "const was=h.getAttribute('aria-sort');\n"
    "const up=was?was!=='ascending':!num;\n"
    "heads.forEach(o=>o.removeAttribute('aria-sort'));\n"
    "h.setAttribute('aria-sort',up?'ascending':'descending');\n"
    "const s=up?1:-1;\n"
    "body.append(...[...body.rows].sort((x,y)=>{\n"
    "const a=key(x),c=key(y);\n"
    "if(!num)return s*a.localeCompare(c);\n"
    "return isNaN(a)-isNaN(c)||s*(a-c)||0}))}})}\n"
    "</script>\n";

void
page_begin(struct str *out, const char *title, const char *lead)
{
	str_addz(out, head);
	str_addz(out, "<title>");
	page_textz(out, title);
	str_addz(out, "</title>\n");
	str_addz(out, style);
	str_addz(out, "<main>\n<h1>");
	page_textz(out, title);
	str_addz(out, "</h1>\n<p class=dim>");
	page_textz(out, lead);
	str_addz(out, "</p>\n");
}

void
page_end(struct str *out)
{
	str_addz(out, "</main>\n");
	str_addz(out, script);
	str_addz(out, "</html>\n");
}

/* U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069: after one of them a text
   may read as what it is not. */
static bool
turns_writing(const unsigned char *p, size_t n)
{
	return (n == 3 && p[0] == 0xe2 && ((p[1] == 0x80 && (p[2] == 0x8e ||
	    p[2] == 0x8f || (p[2] >= 0xaa && p[2] <= 0xae))) ||
	    (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9)));
}

static void
add_ascii(struct str *out, unsigned char c)
{
	if (strchr("&<>\"'", c) != NULL && c != '\0')
		str_addf(out, "&#%d;", c);
	else if (c == '\n')
		str_addz(out, "\\n");
	else if (c == '\t')
		str_addz(out, "\\t");
	else if (c < 0x20 || c == 0x7f)
		str_addf(out, "\\x%02x", c);
	else
		str_addc(out, (char)c);
}

void
page_text(struct str *out, const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;
	size_t len;

	for (size_t i = 0; i < n; i += len) {
		len = utf8_length(u + i, n - i);
		if (len == 0) {
			len = 1;
			str_addf(out, "\\x%02x", u[i]);
		} else if (len == 1) {
			add_ascii(out, u[i]);
		} else if (turns_writing(u + i, len)) {
			str_addf(out, "\\u%04x", (u[i] & 0xf) << 12 |
			    (u[i + 1] & 0x3f) << 6 | (u[i + 2] & 0x3f));
		} else {
			str_add(out, u + i, len);
		}
	}
}

void
page_textz(struct str *out, const char *s)
{
	page_text(out, s, strlen(s));
}

void
page_number(struct str *out, double v)
{
	if (isnan(v))
		str_addz(out, "\xe2\x80\x93");
	else if (v == trunc(v) && fabs(v) < 1e9)
		str_addf(out, "%.0f", v + 0.0);
	else
		str_addf(out, "%.4g", v);
}

void
page_heading(struct str *out, const char *id, const char *text)
{
	str_addf(out, "<h2 id=%s>", id);
	page_textz(out, text);
	str_addz(out, "</h2>\n");
}

void
page_table_begin(struct str *out, const char *label,
    const struct page_column *c, size_t n)
{
	str_addz(out, "<div class=wide role=region tabindex=0 aria-label=\"");
	page_textz(out, label);
	str_addz(out, "\"><table>\n<thead><tr>");
	for (size_t i = 0; i < n; i++) {
		str_addf(out, "<th scope=col%s>", c[i].is_number ?
		    " class=n" : "");
		page_textz(out, c[i].name);
		str_addz(out, "</th>");
	}
	str_addz(out, "</tr></thead>\n<tbody>\n");
}

void
page_row(struct str *out)
{
	str_addz(out, "<tr>");
}

void
page_cell_text(struct str *out, const char *p, size_t n)
{
	str_addz(out, "<td>");
	page_text(out, p, n);
	str_addz(out, "</td>");
}

void
page_cell_number(struct str *out, double v)
{
	str_addz(out, "<td class=n");
	if (!isnan(v))
		str_addf(out, " data-v=%.17g", v);
	str_addc(out, '>');
	page_number(out, v);
	str_addz(out, "</td>");
}

void
page_table_end(struct str *out)
{
	str_addz(out, "</tbody></table></div>\n");
}

void
page_cards_begin(struct str *out)
{
	str_addz(out, "<div class=cards>\n");
}

void
page_card_begin(struct str *out, const char *id, const char *title)
{
	str_addz(out, "<section class=card");
	if (id != NULL)
		str_addf(out, " id=%s", id);
	str_addz(out, "><h3>");
	page_textz(out, title);
	str_addz(out, "</h3>\n");
}

void
page_card_end(struct str *out)
{
	str_addz(out, "</section>\n");
}

void
page_cards_end(struct str *out)
{
	str_addz(out, "</div>\n");
}
