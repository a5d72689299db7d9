/* SPDX-License-Identifier: GPL-3.0-or-later */
/* strtod and snprintf in the C locale, which glibc rounds correctly, are the
   references for floats; Python 3.11 repr() for their form. */
#include <float.h>
#include <stdlib.h>

#include "check.h"
#include "numtext.h"
#include "rng.h"

#define N_RANDOM 1000000

static double
from_bits(uint64_t bits)
{
	double v;

	memcpy(&v, &bits, sizeof(v));
	return (v);
}

static bool
same_bits(double a, double b)
{
	return (memcmp(&a, &b, sizeof(a)) == 0);
}

/* The text lies at the very end of its memory: reading p[n] is caught. */
static int
parse_exact(const char *z, double *out)
{
	size_t n = strlen(z);
	char *p = malloc(n > 0 ? n : 1);
	int status;

	memcpy(p, z, n);
	status = parse_float(p, n, out);
	free(p);
	return (status);
}

static void
check_float(const char *z)
{
	double v = -1, want = strtod(z, NULL);

	CHECK_(parse_exact(z, &v) == 0 && same_bits(v, want),
	    "\"%.40s\" is %.17g, not %.17g", z, v, want);
}

static void
check_no_float(const char *z)
{
	double v = 42;

	CHECK_(parse_exact(z, &v) == -1 && v == 42, "\"%s\" is read as %g", z,
	    v);
}

static void
test_read_hard(void)
{
	static const char *const good[] = {
		"0", "-0", "0.0", "-0.0", "1", "+1", "1e5", "1E5", "1e+05",
		".5", "5.", "-.5e-3", "0.1", "0.3", "123456789.125",
		"9007199254740993", "9007199254740992.5",
		"9007199254740993.00000000000000000000000000001",
		"9007199254740991.5", "1.7976931348623157e308",
		"1.7976931348623158e308",
		"179769313486231580793728971405303415079934132710037826936173"
		"778980444968292764750946649017977587207096330286416692887910"
		"946555547851940402630657488671505820681908902000708383676273"
		"854845817711531764475730270069855571366959622842914819860834"
		"936475292719074168444365510704342711559699508093042880e0",
		"2.2250738585072014e-308", "2.2250738585072011e-308",
		"2.2250738585072012e-308", "4.9406564584124654e-324", "5e-324",
		"2.4703282292062328e-324", "2.4703282292062327e-324",
		"2.47032822920623272088284396434110686182e-324",
		"2.47032822920623272088284396434110686183e-324", "1e-400",
		"1e-9999999999999999999999", "0e99999999999999999999999",
		"1e22", "1e23", "8.5e22", "6.631236846766476e-316",
		"1.00000000000000011102230246251565404236316680908203125",
		"1.00000000000000011102230246251565404236316680908203124",
		"1.00000000000000011102230246251565404236316680908203126",
		"1.00000000000000033306690738754696212708950042724609375",
		"7.3177701707893310e+15", "5e-20", "6.1e-324", "1e308",
		"18446744073709551615", "18446744073709551616",
		"12345678901234567890123456789", "100000000000000000000000000",
		"0.000000000000000000000000000000000000000000000000000012345",
		"00000000000000000000000000000000000000001.5",
		"9223372036854775808e-5", "12345678.87654321e-8",
		"1448997445238699", "3.5844466002796428e+298",
	};
	static const char *const bad[] = {
		"", " 1", "1 ", "0x10", "1_000", "1e400", "-1e400",
		"1.7976931348623159e308", "1.797693134862315808e308", ".", "-",
		"+", "e5", ".e5", "1e", "1e+", "1e5.", "1.2.3", "1,5", "--1",
		"+-1", "1e5x", "infi", "in", "nan(1)", "1f", "\xb2",
		"12345678x",
		"1e99999999999999999999999",
	};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		check_float(good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		check_no_float(bad[i]);
}

static void
test_read_names(void)
{
	double v;

	CHECK(parse_float("inf", 3, &v) == 0 && isinf(v) && v > 0);
	CHECK(parse_float("-INF", 4, &v) == 0 && isinf(v) && v < 0);
	CHECK(parse_float("+Infinity", 9, &v) == 0 && isinf(v) && v > 0);
	CHECK(parse_float("NaN", 3, &v) == 0 && isnan(v));
}

/* A million digits, and points in and around them. */
static void
test_read_long(void)
{
	size_t n = 1000000;
	char *z = malloc(n + 16);
	double v;

	memset(z, '3', n);
	z[0] = '0';
	z[1] = '.';
	CHECK(parse_float(z, n, &v) == 0 && v == 1 / 3.0);
	memset(z + 2, '0', n - 2);
	memcpy(z + n, "7e1000000", 9);
	CHECK(parse_float(z, n + 9, &v) == 0 && v == 70);
	memset(z, '0', n);
	z[0] = '1';
	memcpy(z + n, "e-999999", 8);
	CHECK(parse_float(z, n + 8, &v) == 0 && v == 1);
	CHECK_INT(parse_float(z, n, &v), -1);
	free(z);
}

/* The values half way between doubles, in all their digits, and beside. */
static void
test_read_halfway(void)
{
	struct rng r;
	char z[1200], *e;
	double a, b;

	rng_init(&r, 3);
	for (int i = 0; i < 3000; i++) {
		a = from_bits(rng_next(&r) & ~(1ull << 63));
		if (!isfinite(a) || a > 1e300 || a < 1e-290)
			continue;
		b = nextafter(a, INFINITY);
		/* glibc's long double has 64 bits: the middle is exact. */
		snprintf(z, sizeof(z), "%.800Le",
		    ((long double)a + (long double)b) / 2);
		check_float(z);
		e = strchr(z, 'e');
		e[-1] = '1';
		check_float(z);
		snprintf(z, sizeof(z), "%.18Le",
		    ((long double)a + (long double)b) / 2);
		check_float(z);
	}
}

/* Does the text read as strtod reads it, overflow being an error? */
static bool
reads_as_strtod(const char *z)
{
	double v = 42, want = strtod(z, NULL);
	int status = parse_float(z, strlen(z), &v);

	if (isinf(want))
		return (status == -1 && v == 42);
	return (status == 0 && same_bits(v, want));
}

static void
test_read_random(void)
{
	struct rng r;
	char z[64];
	size_t n_bad = 0;

	rng_init(&r, 1);
	for (int i = 0; i < N_RANDOM / 4; i++) {
		uint64_t whole = rng_next(&r) >> rng_below(&r, 60);
		uint64_t fraction = rng_next(&r) >> rng_below(&r, 60);

		snprintf(z, sizeof(z), "%llu.%llue%d",
		    (unsigned long long)whole, (unsigned long long)fraction,
		    (int)rng_below(&r, 680) - 360);
		n_bad += !reads_as_strtod(z);
	}
	CHECK_INT(n_bad, 0);
}

static void
check_text(double v, const char *want)
{
	char z[NUMTEXT_MAX + 1];

	z[format_float(z, v)] = '\0';
	CHECK_STR(z, want);
}

/* Python 3.11 repr(). */
static void
test_write_form(void)
{
	check_text(0.0, "0.0");
	check_text(-0.0, "-0.0");
	check_text(3, "3.0");
	check_text(-3, "-3.0");
	check_text(100, "100.0");
	check_text(0.1, "0.1");
	check_text(-12.5, "-12.5");
	check_text(0.3, "0.3");
	check_text(0.1 + 0.2, "0.30000000000000004");
	check_text(1e22, "1e+22");
	check_text(1e23, "1e+23");
	check_text(1e16, "1e+16");
	check_text(1e15, "1000000000000000.0");
	check_text(9999999999999998, "9999999999999998.0");
	check_text(9007199254740993, "9007199254740992.0");
	check_text(123456789012345680.0, "1.2345678901234568e+17");
	check_text(0.0001, "0.0001");
	check_text(0.00012345, "0.00012345");
	check_text(0.00001, "1e-05");
	check_text(1e-7, "1e-07");
	check_text(1.5e-7, "1.5e-07");
	check_text(1e100, "1e+100");
	check_text(5e-324, "5e-324");
	check_text(DBL_MIN, "2.2250738585072014e-308");
	check_text(2.225073858507201e-308, "2.225073858507201e-308");
	check_text(DBL_MAX, "1.7976931348623157e+308");
	check_text(-DBL_MAX, "-1.7976931348623157e+308");
	check_text(9.5367431640625e-07, "9.5367431640625e-07");
	check_text(2e-44, "2e-44");
	check_text(9.007199254740992e+18, "9.007199254740992e+18");
	check_text(INFINITY, "inf");
	check_text(-INFINITY, "-inf");
	check_text(NAN, "nan");
	check_text(-NAN, "nan");
}

/* Digits of a text's number, without zeros around them. */
static int
count_digits(const char *z)
{
	int n = 0, zeros = 0;

	for (; *z != '\0' && *z != 'e'; z++) {
		if (*z == '0' && n > 0)
			zeros++;
		if (*z < '1' || *z > '9')
			continue;
		n += 1 + zeros;
		zeros = 0;
	}
	return (n);
}

/* The fewest digits with which printf's text reads back. */
static int
fewest_digits(double v)
{
	char z[512];
	int precision = 17;

	while (precision > 1) {
		snprintf(z, sizeof(z), "%.*g", precision - 1, v);
		if (!same_bits(strtod(z, NULL), v))
			break;
		precision--;
	}
	snprintf(z, sizeof(z), "%.*g", precision, v);
	return (count_digits(z));
}

/* Returns whether the text reads back, here and in libc. */
static bool
round_trips(double v, char *z)
{
	size_t n = format_float(z, v);
	double back;

	z[n] = '\0';
	return (n <= NUMTEXT_MAX && parse_float(z, n, &back) == 0 &&
	    same_bits(back, v) && same_bits(strtod(z, NULL), v));
}

static void
test_round_trip(void)
{
	struct rng r;
	char z[NUMTEXT_MAX + 1];
	double v;
	size_t n_bad = 0, n_long = 0;

	rng_init(&r, 2);
	for (int i = 0; i < N_RANDOM; i++) {
		v = from_bits(rng_next(&r));
		/* A quarter as data are: few digits. */
		if (i % 4 == 0)
			v = (double)rng_below(&r, 1000000000) /
			    pow(10, (double)rng_below(&r, 14));
		if (i % 16 == 0)
			v = nextafter(v, i % 32 == 0 ? 0 : INFINITY);
		if (!isfinite(v))
			continue;
		n_bad += !round_trips(v, z);
		if (i % 16 < 2)
			n_long += count_digits(z) != fewest_digits(v);
	}
	CHECK_INT(n_bad, 0);
	CHECK_INT(n_long, 0);
}

/* Every power of two, where the spacing changes, and of ten, where the number
   of digits does, and their neighbours. */
static void
test_powers(void)
{
	char z[NUMTEXT_MAX + 1];
	size_t n_bad = 0;
	double v, w;

	for (int e = -1074; e <= 1023 + 617; e++) {
		v = e <= 1023 ? ldexp(1, e) : pow(10, e - 1023 - 309);
		n_bad += !round_trips(v, z);
		n_bad += count_digits(z) > 17;
		w = nextafter(v, INFINITY);
		n_bad += isfinite(w) && !round_trips(w, z);
		w = nextafter(v, 0);
		n_bad += w > 0 && !round_trips(w, z);
	}
	CHECK_INT(n_bad, 0);
}

static int
int_status(const char *z, int64_t *out)
{
	return (parse_int(z, strlen(z), out));
}

static void
test_int(void)
{
	static const char *const bad[] = {
		"", "-", "+", " 1", "1 ", "1.0", "1e3", "0x10", "1_000",
		"9223372036854775808", "-9223372036854775809",
		"99999999999999999999", "184467440737095516160",
	};
	char z[NUMTEXT_MAX + 1];
	int64_t v = 42;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_(int_status(bad[i], &v) == -1 && v == 42, "%s", bad[i]);
	CHECK(int_status("0", &v) == 0 && v == 0);
	CHECK(int_status("-0", &v) == 0 && v == 0);
	CHECK(int_status("+17", &v) == 0 && v == 17);
	CHECK(int_status("9223372036854775807", &v) == 0 && v == INT64_MAX);
	CHECK(int_status("-9223372036854775808", &v) == 0 && v == INT64_MIN);
	z[format_int(z, v)] = '\0';
	CHECK_STR(z, "-9223372036854775808");
	for (v = 1; v > 0 && v < INT64_MAX / 10; v = v * 10 + 7) {
		char want[32];

		z[format_int(z, -v)] = '\0';
		snprintf(want, sizeof(want), "%lld", (long long)-v);
		CHECK_STR(z, want);
	}
	z[format_int(z, 0)] = '\0';
	CHECK_STR(z, "0");
}

static void
test_padded(void)
{
	static const char *const padded[] = {
		"007", "-00.5", "00", "00e1", "-01", "0123", "+05",
		"+441632960001",
	};
	static const char *const plain[] = {
		"", "0", "7", "-7", "0.5", "-0.5", "-0.0", "10", "0e1", "+",
		"-0", "+5", "+.5", "+1.5E-03", "+1234567.5",
		"-", "+x", "00x", "0x10", "+inf", "abc", ".5", "1.50",
	};

	for (size_t i = 0; i < sizeof(padded) / sizeof(padded[0]); i++)
		CHECK_(is_padded_number(padded[i], strlen(padded[i])),
		    "%s", padded[i]);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		CHECK_(!is_padded_number(plain[i], strlen(plain[i])),
		    "%s", plain[i]);
}

static void
test_bool(void)
{
	static const char *const yes[] = { "true", "YES", "t", "Y", "1",
	    "TrUe" };
	static const char *const no[] = { "False", "no", "F", "n", "0" };
	static const char *const bad[] = { "", "2", "tru", "truee", "on",
	    "11" };
	bool v;

	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		CHECK(parse_bool(yes[i], strlen(yes[i]), &v) == 0 && v);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		CHECK(parse_bool(no[i], strlen(no[i]), &v) == 0 && !v);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_INT(parse_bool(bad[i], strlen(bad[i]), &v), -1);
	CHECK(is_bool_word("True", 4) && is_bool_word("FALSE", 5));
	CHECK(!is_bool_word("tRUE", 4) && !is_bool_word("yes", 3));
	CHECK(!is_bool_word("1", 1) && !is_bool_word("", 0));
}

static uint64_t
size_of_text(const char *z)
{
	uint64_t v = 12345;

	return (parse_size(z, strlen(z), &v) == 0 ? v : UINT64_MAX);
}

static void
test_sizes(void)
{
	static const char *const bad[] = {
		"", "K", "-1", "1X", "1iB", "1 K", "1KK", "1e3", "20000000T",
		"1.5.2K", ".", "inf", "1Ki",
	};

	CHECK_INT(size_of_text("0"), 0);
	CHECK_INT(size_of_text("100"), 100);
	CHECK_INT(size_of_text("100B"), 100);
	CHECK_INT(size_of_text("4k"), 4096);
	CHECK_INT(size_of_text("512MB"), 536870912);
	CHECK_INT(size_of_text("1.5GiB"), 1610612736);
	CHECK_INT(size_of_text("2T"), 2199023255552);
	CHECK_INT(size_of_text("0.1K"), 102);
	CHECK_INT(size_of_text("9007199254740993"), 9007199254740993);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_(size_of_text(bad[i]) == UINT64_MAX, "%s", bad[i]);
}

int
main(void)
{
	test_read_hard();
	test_read_names();
	test_read_long();
	test_read_halfway();
	test_read_random();
	test_write_form();
	test_round_trip();
	test_powers();
	test_int();
	test_padded();
	test_bool();
	test_sizes();
	return (check_done());
}
