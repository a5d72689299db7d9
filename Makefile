# SPDX-License-Identifier: GPL-3.0-or-later
# make [all]   programs into build/release/        make check   all tests
# make demo    the whole lifecycle on real data    make asan    the tests under ASan+UBSan
# make example    the loop that retrains, beside a server
# make fuzz    each fuzz target for FUZZ_SECONDS (wants clang)
# make static  mlc-serve as one file, for other machines and engines
# make valgrind   the tests under valgrind      make bench   losses beside a peer
# make figures    the size and shape of the tree
# make interop    other people's programs as judges (wants a package index)
# VARIANT=asan|release picks the build, V=1 shows every command.

# The layers, lowest first.  A layer is compiled with -iquote for the layers
# named here and no others: these lists are the architecture diagram, and a
# wrong-way include does not compile.
SEES_base   =
SEES_num    = base
SEES_page   = base
SEES_table  = num $(SEES_num)
SEES_database = table $(SEES_table)
SEES_remote = base
SEES_format = remote database $(SEES_database)
SEES_step   = format $(SEES_format)
SEES_rows   = format $(SEES_format)
SEES_model  = format $(SEES_format)
SEES_eval   = page format $(SEES_format)
SEES_drift  = eval $(SEES_eval)
SEES_score  = step rows model drift eval page format $(SEES_format)
SEES_interchange = score $(SEES_score)
SEES_request = score $(SEES_score)
SEES_rollout = request $(SEES_request)
SEES_serve  = rollout $(SEES_rollout)
SEES_tune   = rows model eval page format $(SEES_format)
SEES_label  = tune serve $(SEES_serve)
SEES_sim    = score $(SEES_score)
SEES_track  = eval $(SEES_eval)
SEES_cmd    = track sim label tune serve interchange $(SEES_serve)

# Each dependency is used by one layer.  openblas stands before gsl, or the
# linker would take the BLAS that comes with gsl, which is many times slower.
PKGS_base   = jansson nettle
PKGS_num    = openblas gsl
PKGS_database = $(filter sqlite3,$(OPTIONAL))
PKGS_remote = $(filter expat,$(OPTIONAL))
PKGS_format = libarchive $(filter-out sqlite3,$(OPTIONAL))
PKGS_serve  = libmicrohttpd
PKGS_track  = libcrypto
PKGS        = jansson nettle openblas gsl libarchive libmicrohttpd libcrypto \
	      $(OPTIONAL)

# What is not there is done without: codecs of Arrow and Parquet, databases,
# stems of words.
OPTIONAL    = $(shell for p in expat libbrotlidec liblz4 libzstd sqlite3 zlib; do \
	$(PKG_CONFIG) --exists $$p && echo $$p; done)
# Loaded when it is wanted.
LIBPQ = $(shell $(PKG_CONFIG) --exists libpq && echo libpq)
LIBCURL = $(shell $(PKG_CONFIG) --exists libcurl expat && echo libcurl)

# It has no file for pkg-config.
STEMMER = $(shell echo '\#include <libstemmer.h>' | $(CC) -E - \
	>/dev/null 2>&1 && echo libstemmer)

LAYERS  = base num page table database remote format step rows model eval drift score \
	  interchange request rollout serve tune label sim track
TOOLS   = $(patsubst cmd/%.c,%,$(wildcard cmd/mlc-*.c))
VERSION = 0.1.0
VARIANT = release
BUILD   = build
B      := $(BUILD)/$(VARIANT)
PREFIX  = /usr/local

CC       = gcc
PKG_CONFIG = pkg-config
# A build for one file that is shipped: static libraries, where there are some.
# libmicrohttpd's wants others that have none, and libpq is loaded.
ifeq ($(VARIANT),static)
LIBPQ    =
LIBCURL  =
LAYERS  := $(filter-out serve label interchange tune,$(LAYERS))
PKGS    := $(filter-out libmicrohttpd openblas,$(PKGS))
# libarchive's xar, which nobody calls, would bring libxml2 and 30 MB of ICU.
LDFLAGS  = -static -Wl,--defsym=archive_write_set_format_xar=0
PKG_CONFIG_LIBS = --static
LDLIBS_static = -lopenblas
NOT_CMD_static = cmd/serve_http.c
endif

STD      = -std=c11 -D_GNU_SOURCE
WARN     = -Wall -Wextra -Wshadow -Wvla -Wmissing-prototypes \
	   -Wstrict-prototypes -Wwrite-strings -Wno-missing-field-initializers
OPT_release = -O2 -g -fno-math-errno -fno-trapping-math
OPT_asan    = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	      -fno-omit-frame-pointer
OPT_valgrind = -O1 -g
OPT_static  = $(OPT_release) -DWITHOUT_HTTP
OPT_fuzz    = $(OPT_asan) -fsanitize=fuzzer-no-link
CFLAGS   = $(OPT_$(VARIANT))
ALL_CFLAGS = $(STD) $(WARN) $(WERROR) $(CFLAGS) -pthread -MMD -MP \
	   -DMLC_VERSION='"$(VERSION)"'
LDLIBS   = $(shell $(PKG_CONFIG) $(PKG_CONFIG_LIBS) --libs \
	   $(filter-out libcrypto,$(PKGS))) $(STEMMER:lib%=-l%) -lcsv \
	   $(LDLIBS_$(VARIANT)) -lm -pthread $(FEW_WANT)
# Only what asks for it is to load it.
FEW_WANT = -Wl,--push-state,--as-needed $(shell $(PKG_CONFIG) --libs libcrypto) \
	   -Wl,--pop-state

Q    = $(if $(V),,@)
SAY  = $(if $(V),@:,@printf '%-4s %s\n')

LIB_SRC := $(foreach l,$(LAYERS),$(wildcard common/$(l)/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(B)/obj/%.o)
CMD_OBJ := $(patsubst cmd/%.c,$(B)/obj/cmd/%.o,$(wildcard cmd/*.c))
UNIT_SRC := $(wildcard tests/unit/*_test.c)
UNITS   := $(UNIT_SRC:tests/unit/%.c=$(B)/unit/%)
FUZZ_OBJ := $(patsubst tests/fuzz/%.c,$(B)/obj/fuzz/%.o,$(wildcard tests/fuzz/*_fuzz.c))

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all check demo example static asan fuzz fuzzers valgrind bench figures interop setup \
	install uninstall dist clean programs units

# On all processors, unless -j says otherwise.
JOBS = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null))

all:
	@+$(MAKE) --no-print-directory $(JOBS) programs

programs: $(TOOLS:%=$(B)/%) $(B)/mlc $(B)/mlc.bash $(B)/_mlc

units: $(UNITS) $(B)/failing_calls.so $(B)/http_clients $(FUZZ_OBJ)

# Fuzz targets want clang to run, but any compiler tells whether they build.
$(FUZZ_OBJ): $(B)/obj/fuzz/%.o: tests/fuzz/%.c Makefile
	$(SAY) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -iquote tests/fuzz $(call see,cmd) -c -o $@ $<

# For tests/fault, to be preloaded.
$(B)/failing_calls.so: tests/fault/failing_calls.c Makefile
	$(SAY) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(STD) $(WARN) $(WERROR) -O2 -g -shared -fPIC -o $@ $<

$(B)/http_clients: tests/fault/http_clients.c Makefile
	$(SAY) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(STD) $(WARN) $(WERROR) -O2 -g -pthread -o $@ $<

# Versions of the libraries, for --version.
LIBRARIES = $(foreach p,$(PKGS),$p $(shell $(PKG_CONFIG) --modversion $p)) libcsv
$(B)/obj/cmd/tool.o $(B)/obj/cmd/mlc.o: ALL_CFLAGS += -DMLC_LIBRARIES='"$(strip $(LIBRARIES))"'

# The layer of an object is its folder.
layer = $(word 2,$(subst /, ,$1))
see   = $(foreach l,$(SEES_$1),-iquote common/$l)
pkgs  = $(if $(PKGS_$1),$(shell $(PKG_CONFIG) --cflags $(PKGS_$1)))

# The flags are found out once, and only when something is compiled: pkg-config
# may be what "make check" has yet to install.
flags = $(call see,$1) $(call pkgs,$1) \
	$(if $(filter-out base,$1),$(shell $(PKG_CONFIG) --cflags jansson)) \
	$(patsubst %,-DHAVE_%,$(filter $(OPTIONAL),$(PKGS_$1))) \
	$(if $(filter base,$1),$(STEMMER:%=-DHAVE_%)) \
	$(if $(filter database,$1),$(call loaded,$(LIBPQ))) \
	$(if $(filter remote,$1),$(call loaded,$(LIBCURL)))
loaded = $(if $1,-DHAVE_$1 $(shell $(PKG_CONFIG) --cflags $1))

define layer_rule
CFLAGS_$1 = $$(eval CFLAGS_$1 := $$(call flags,$1))$$(CFLAGS_$1)
$$(B)/obj/common/$1/%.o: common/$1/%.c Makefile
	$$(SAY) CC $$<
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(ALL_CFLAGS) $$(CFLAGS_$1) -c -o $$@ $$<
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rule,$l)))

$(B)/obj/cmd/%.o: cmd/%.c Makefile
	$(SAY) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(call see,cmd) -c -o $@ $<

$(B)/libmlc.a: $(LIB_OBJ)
	$(SAY) AR $@
	$(Q)rm -f $@ && ar rcs $@ $^

# What the tools share and is no library: it prints and exits.
CMD_SHARED := $(patsubst cmd/%.c,$(B)/obj/cmd/%.o,\
	$(filter-out cmd/mlc-% cmd/mlc.c $(NOT_CMD_$(VARIANT)),\
	$(wildcard cmd/*.c)))

$(B)/libcmd.a: $(CMD_SHARED)
	$(SAY) AR $@
	$(Q)rm -f $@ && ar rcs $@ $^

$(B)/mlc-%: $(B)/obj/cmd/mlc-%.o $(B)/libcmd.a $(B)/libmlc.a
	$(SAY) LD $@
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $< $(B)/libcmd.a $(B)/libmlc.a \
		$(LDFLAGS) $(LDLIBS)

# It only starts the others, and needs next to nothing of the library.
$(B)/mlc: $(B)/obj/cmd/mlc.o $(B)/libmlc.a
	$(SAY) LD $@
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $< $(B)/libmlc.a -Wl,--as-needed \
		$(LDFLAGS) $(LDLIBS)

# Completion for two shells, from the programs' own tables of options.
$(B)/mlc.bash $(B)/_mlc: $(B)/%: scripts/completion $(TOOLS:%=$(B)/%)
	$(SAY) GEN $@
	$(Q)sh scripts/completion $* $(B) >$@

$(B)/unit/%: tests/unit/%.c $(B)/libmlc.a Makefile
	$(SAY) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -iquote tests/unit $(call see,cmd) -o $@ $< \
		$(B)/libmlc.a $(LDFLAGS) $(LDLIBS)

setup:
	@sh scripts/setup build

check:
	@sh scripts/setup check
	@+$(MAKE) --no-print-directory $(JOBS) programs units
	@sh tests/run -b $(B) $(T)

demo example:
	@sh scripts/setup build
	@[ -x $(B)/mlc-drift ] || echo "building mlc (make $@ V=1 shows how) ..."
	@+$(MAKE) --no-print-directory $(JOBS) $(if $(V),,SAY=@:) programs
	@sh scripts/$@$(if $(filter example,$@),/run) $(B) $(DIR)

static:
	@+$(MAKE) --no-print-directory VARIANT=static build/static/mlc-serve
	@strip $(BUILD)/static/mlc-serve
	@size=$$(wc -c <$(BUILD)/static/mlc-serve) && \
		echo "$(BUILD)/static/mlc-serve: $$((size / 1000000)) MB, without HTTP, network sources and PostgreSQL"

asan:
	@$(MAKE) --no-print-directory VARIANT=asan check

valgrind: programs units
	@sh tests/run_valgrind $(B) $(BUILD)/valgrind $(T)

figures: programs
	@sh tests/tidy/figures $(B)

interop:
	@sh scripts/setup interop
	@$(MAKE) --no-print-directory programs
	@sh tests/interop/run $(B) $(BUILD)/interop $(T)

# Losses beside those of another library, on public tables.
bench: programs
	@PATH=$(CURDIR)/$(B):$$PATH sh scripts/bench/tables $(T)

# Fuzzing: libFuzzer targets over inputs that the release programs make.
FUZZERS := $(patsubst tests/fuzz/%.c,$(B)/%,$(wildcard tests/fuzz/*_fuzz.c))
FUZZ_SECONDS = 60

$(B)/%_fuzz: tests/fuzz/%_fuzz.c $(B)/libmlc.a Makefile
	$(SAY) CC $<
	$(Q)$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -iquote tests/fuzz \
		$(call see,cmd) -o $@ $< $(B)/libmlc.a $(LDFLAGS) $(LDLIBS)

fuzzers: $(FUZZERS)

fuzz: programs
	@$(MAKE) --no-print-directory VARIANT=fuzz CC=clang fuzzers
	@sh tests/fuzz/run $(B) $(BUILD)/fuzz $(FUZZ_SECONDS) $(T)

MAN      = $(foreach n,1 5 7,$(wildcard man/*.$n))
BIN_DIR  = $(DESTDIR)$(PREFIX)/bin
MAN_DIR  = $(DESTDIR)$(PREFIX)/share/man
BASH_DIR = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
ZSH_DIR  = $(DESTDIR)$(PREFIX)/share/zsh/site-functions
section  = $(MAN_DIR)/man$(subst .,,$(suffix $1))

install: programs
	install -d $(BIN_DIR) $(MAN_DIR)/man1 $(MAN_DIR)/man5 \
		$(MAN_DIR)/man7 $(BASH_DIR) $(ZSH_DIR)
	install -s -m 755 $(TOOLS:%=$(B)/%) $(B)/mlc $(BIN_DIR)
	$(foreach n,1 5 7,install -m 644 man/*.$n $(MAN_DIR)/man$n &&) :
	install -m 644 $(B)/mlc.bash $(BASH_DIR)/mlc
	for t in $(TOOLS); do ln -sf mlc $(BASH_DIR)/$$t; done
	install -m 644 $(B)/_mlc $(ZSH_DIR)

uninstall:
	rm -f $(foreach t,$(TOOLS) mlc,$(BIN_DIR)/$t $(BASH_DIR)/$t) \
		$(foreach m,$(MAN),$(call section,$m)/$(notdir $m)) \
		$(ZSH_DIR)/_mlc

dist:
	git archive --prefix=mlc-$(VERSION)/ -o mlc-$(VERSION).tar.gz HEAD

clean:
	rm -rf $(BUILD)

-include $(LIB_OBJ:.o=.d) $(CMD_OBJ:.o=.d) $(UNITS:=.d) \
	$(FUZZ_OBJ:.o=.d)
