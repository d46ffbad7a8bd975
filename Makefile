# Lilt: from folders of clips to tensors, models and reports. `make help` lists what there is to make.
#
# Make knows which file is made from which; the rules for a recipe's files are written by lilt-recipe into
# build/recipes/NAME.mk and included below. What changes when:
#   a source file's bytes  -> swift build; a program in build/bin is replaced only if its own bytes change
#   a recipe               -> its settings files, each replaced only if its bytes change
#   a clip in a corpus     -> that corpus's list of files, then one row in every stage (the stages reuse the others)

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

DATA   ?= data
JOBS   ?= $(shell nproc)
PREFIX ?= /usr/local
BIN    := build/bin

# OpenMP's threads spin for 8 ms when they wait for each other, which halves the speed of anything that runs beside them;
# a quarter of a millisecond loses nothing when nothing does.
export GOMP_SPINCOUNT ?= 10000

RECIPES := $(patsubst pipelines/%.json5,%,$(sort $(wildcard pipelines/*.json5)))
PROGRAMS := $(patsubst Sources/%/,%,$(sort $(dir $(wildcard Sources/lilt-*/*.swift))))

# One instruction set for C macros and Swift alike; fused multiply-add and 256-bit vectors need it named.
MARCH ?= $(if $(filter x86_64,$(shell uname -m)),x86-64-v3)
SWIFT_FLAGS := -c release -debug-info-format none $(if $(MARCH),-Xcc -march=$(MARCH)) -Xlinker --build-id=none

# ---- what people ask for ----------------------------------------------------------------------------------------

.PHONY: demo all list help check lint test torture fingerprints bench clean distclean prune install setup why compare search FORCE $(RECIPES)

demo: build/demo/report.html ; @$(call announce,demo)
all: build/index.html
	@echo "index: build/index.html"
	@$(if $(LEFT),echo "left out because they take hours: $(LEFT). Their quick twins are in; 'make all FULL=1' runs both")
$(filter-out demo,$(RECIPES)): %: build/%/report.html ; @$(call announce,$*)

# The report's path and score, also when nothing had to be made.
announce = $(BIN)/lilt-report build/$(1)/evaluation.h5 && echo "report: build/$(1)/report.html"

help: ; @sed -n 's/^#? //p' Makefile
#? make              build, make a synthetic corpus, run pipelines/demo.json5, print the report's path and score
#? make NAME         run the recipe pipelines/NAME.json5 on the corpora in data/
#? make all          run every recipe whose corpora are there, and make build/index.html and README's table; where a
#?                   recipe takes hours and has a quick twin, the twin alone (FULL=1: both)
#? make list         the recipes, what each does, and whether its corpora are there
#? make search RECIPE=NAME SPEC=pipelines/search/mlp.json5   try settings on inner folds and print a table of the trials
#? make compare A=NAME B=NAME…   set recipes side by side in build/compare.html
#? make corpus-ravdess           download, check and unpack RAVDESS speech (corpus-ravdess-song: the songs)
#? make check        lint and run every test
#? make torture      run the long campaigns: kills, mutated files and recipes, hostile sounds (hours; TORTURE=0.1: a tenth)
#? make bench        time the hot paths, beside librosa and PyTorch where they are installed
#? make why TARGET=build/NAME/report.html   say what is out of date and why, without making it
#? make prune        remove stored files that no recipe leads to any more
#? make clean        remove build/ (corpora in data/ stay)
#? make install PREFIX=/usr/local
#?
#? Variables: DATA=data (corpora), JOBS=processors, PREFIX, FULL=1 (see 'make all').

list: ; @for name in $(RECIPES); do \
	  recipe=pipelines/$$name.json5; state=ready; \
	  if ! grep -q '^ *synthetic:' $$recipe; then \
	    for corpus in $$(sed -nE 's/^ *corpora: *\[([^]]*)\].*/\1/p' $$recipe | tr -d '",'); do \
	      [ -d $(DATA)/$$corpus ] || state="lacks $$corpus"; done; fi; \
	  printf '%-24s %-14s %s\n' "$$name" "$$state" "$$(sed -n '1s,^// *,,p' $$recipe)"; done

# ---- programs ---------------------------------------------------------------------------------------------------

# The toolchain and the C libraries, once; a package that is there is not asked for again.
PACKAGES := libhdf5-dev libsndfile1-dev libfftw3-dev libsoxr-dev libdeflate-dev libssl-dev libdnnl-dev \
  liblinear-dev libopenblas-serial-dev pkg-config

setup: build/setup.ok
build/setup.ok: Makefile
	@command -v swift >/dev/null || { echo "lilt: error: no Swift toolchain found: install Swift 6.2 or newer" \
	  "from swift.org and put its bin folder on PATH" >&2; exit 69; }
	@if command -v dpkg-query >/dev/null; then \
	  missing=$$(for package in $(PACKAGES); do \
	    dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done); \
	  if [ -n "$$missing" ]; then \
	    sudo=$$([ $$(id -u) = 0 ] || echo sudo); \
	    echo "installing:" $$missing >&2; \
	    $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq $$missing >&2; \
	  fi; \
	else \
	  missing=$$(for module in hdf5 sndfile fftw3 fftw3f soxr libdeflate libcrypto openblas; do \
	    pkg-config --exists $$module || echo $$module; done); \
	  if [ -n "$$missing" ]; then \
	    echo "lilt: error: these C libraries are missing (pkg-config names):" $$missing >&2; \
	    echo "Install the packages that hold them, oneDNN 2.x and liblinear; on Debian they are: $(PACKAGES)" >&2; exit 69; \
	  fi; \
	fi
	@mkdir -p $(@D) && touch $@

# What is compared by content is looked at in every run, except in the dry run of 'make why', which would take all of it
# for news; 'make why' has looked already.
NEWS := $(if $(FROZEN),,FORCE)

# Content, not time: touching a source rebuilds nothing.
build/sources.sum: $(NEWS)
	@mkdir -p $(@D)
	@find Sources Package.swift Makefile -type f ! -name '*.md' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum > $@.tmp
	@cmp -s $@.tmp $@ && rm $@.tmp || mv $@.tmp $@

build/programs.ok: build/sources.sum | build/setup.ok
	@swift build $(SWIFT_FLAGS) --quiet 2>&1 | sed '/^\[/d' >&2
	@mkdir -p $(BIN)
	@from=$$(swift build $(SWIFT_FLAGS) --show-bin-path); for name in $(PROGRAMS); do \
	  cmp -s $$from/$$name $(BIN)/$$name || { cp $$from/$$name $(BIN)/$$name.tmp; mv $(BIN)/$$name.tmp $(BIN)/$$name; }; done
	@touch $@

# The empty recipe makes Make look at the program's own time, which changes only with its bytes.
$(addprefix $(BIN)/,$(PROGRAMS)): $(if $(FROZEN),,build/programs.ok) ;
.PRECIOUS: $(BIN)/%

# ---- recipes ----------------------------------------------------------------------------------------------------

build/recipes/%.mk: pipelines/%.json5 $(BIN)/lilt-recipe
	@$(BIN)/lilt-recipe --build build --output $@ $<

# A corpus is known by its list of files: path, size and time of each. Its tables may lie beside it.
build/corpora/%.files: $(NEWS)
	@[ -d $(DATA)/$* ] || { echo "lilt: error: cannot read corpus '$*': there is no folder $(DATA)/$*;" \
	  "data/README.md says where to get it ('make corpus-$*' where a download is known)" >&2; exit 65; }
	@mkdir -p $(@D)
	@find -L $(DATA)/$* $(wildcard $(DATA)/*.csv) -type f -printf '%p %s %T@\n' | LC_ALL=C sort > $@.tmp
	@cmp -s $@.tmp $@ && rm $@.tmp || mv $@.tmp $@

# Only the recipes that were asked for, by name or by a file in their folder, so that a broken one harms nobody else. A
# file of the store may be anybody's.
GOALS := $(or $(MAKECMDGOALS),demo) $(TARGET)
FOLDERS := $(foreach goal,$(GOALS),$(word 2,$(subst /, ,$(goal))))
ASKED := $(sort $(if $(filter all prune,$(GOALS))$(filter store,$(FOLDERS)),$(RECIPES),$(filter \
  $(RECIPES),$(GOALS) $(A) $(B) $(RECIPE) $(FOLDERS))))
RULES := $(ASKED:%=build/recipes/%.mk)
# Where there are no rules yet, very old ones without a word stand in, so that Make does not complain before it makes them.
$(foreach file,$(RULES),$(if $(wildcard $(file)),,$(shell mkdir -p $(dir $(file)) && touch -d @0 $(file))))
include $(RULES)

READY = $(foreach name,$(RECIPES),$(if $(strip $(foreach corpus,$($(name).corpora),$(if \
  $(wildcard $(DATA)/$(corpus)/.),,missing))),,$(name)))
# Hours long and not asked for: recipes with a quick twin, unless somebody has run them before.
LEFT = $(if $(FULL),,$(strip $(foreach name,$(READY),$(if $(filter $(name)-quick,$(RECIPES)),$(if \
  $(wildcard build/$(name)/evaluation.h5),,$(name))))))
INDEXED = $(filter-out $(LEFT),$(READY))

build/index.html: $(INDEXED:%=build/%/report.html) $(BIN)/lilt-report
	@$(if $(INDEXED),,echo "lilt: error: no recipe's corpora are in $(DATA); see data/README.md" >&2; exit 65)
	@$(BIN)/lilt-report --index $@ $(if $(wildcard README.md),--readme README.md) $(INDEXED:%=build/%/evaluation.h5)

# make compare A=demo B="other third"
compare: build/compare.html ; @echo "comparison: $<"
build/compare.html: $(A:%=build/%/evaluation.h5) $(B:%=build/%/evaluation.h5) $(BIN)/lilt-report FORCE
	@[ -n "$(A)" ] && [ -n "$(B)" ] || { echo "usage: make compare A=RECIPE B='RECIPE…'" >&2; exit 64; }
	@$(BIN)/lilt-report --compare $@ $(foreach name,$(A) $(B),build/$(name)/evaluation.h5)

# make search RECIPE=ravdess-mlp SPEC=pipelines/search/mlp.json5: settings tried on inner folds of one of its splits.
SPLIT ?= honest
search: $(if $(RECIPE),build/recipes/$(RECIPE).mk) $(BIN)/lilt-train
	@[ -n "$(RECIPE)" ] && [ -n "$(SPEC)" ] || { echo "usage: make search RECIPE=NAME SPEC=FILE.json5 [SPLIT=honest]" >&2; exit 64; }
	@stored() { realpath -m --relative-to=. build/$(RECIPE)/$$1.h5; }; rows="$$(stored features) $$(stored splits/$(SPLIT))"; \
	$(MAKE) $$rows; models=$$(stored models/$(SPLIT)); $(BIN)/lilt-train --search $(SPEC) --settings $${models%.h5}.json \
	  --output build/$(RECIPE)/search.h5 --jobs $(JOBS) $$rows

# Recipes stand for their reports, links for the files that they lead to. A file that is made beside a .done is older
# than that at all times.
why: $(foreach name,$(ASKED),$(foreach corpus,$($(name).corpora),build/corpora/$(corpus).files))
	@[ -n "$(TARGET)" ] || { echo "usage: make why TARGET=build/NAME/report.html" >&2; exit 64; }
	@target=$(if $(filter $(RECIPES),$(TARGET)),build/$(TARGET)/report.html,$$(realpath -m --relative-to=. $(TARGET))); \
	$(MAKE) FROZEN=1 TARGET= --dry-run --debug=basic $$target | sed -nE \
	  -e "/\.done' is newer|evaluation\.h5' is newer than target '.*report/d" \
	  -e "s/\.done'/.h5'/" \
	  -e "s/^ *Prerequisite '(.*)' is newer than target '(.*)'\.$$/\2: older than \1/p" \
	  -e "s/^ *File '(.*)' does not exist\.$$/\1: not there/p" | awk '!told[$$0]++' | grep . \
	  || echo "$(TARGET) is up to date"

# Files in the store that no recipe leads to any more: earlier settings, deleted recipes.
prune:
	@mkdir -p build/store build/synthetic
	@find build/store -mindepth 2 -maxdepth 2 $(foreach file,$(sort $(foreach \
	  name,$(RECIPES),$($(name).files))),! -path '$(file)' ! -path '$(basename $(file)).json' \
	  ! -path '$(basename $(file)).done' ! -path '$(basename $(file))') -print -exec rm -rf {} +
	@find build/synthetic -mindepth 1 -maxdepth 1 $(foreach \
	  root,$(sort $(foreach name,$(RECIPES),$($(name).synthetic))),! -path '$(root)') -print -exec rm -rf {} +

# A name that is neither a goal nor a file.
.DEFAULT: ; @echo "lilt: error: cannot make '$@': there is no such recipe, goal or file; see 'make list' and 'make help'" \
	  >&2; exit 64

clean: ; @rm -rf build
distclean: clean ; @rm -rf .build

install: $(addprefix $(BIN)/,$(PROGRAMS))
	@install -d $(DESTDIR)$(PREFIX)/bin && install -m 755 $^ $(DESTDIR)$(PREFIX)/bin
	@echo "installed $(words $^) programs in $(DESTDIR)$(PREFIX)/bin"

# ---- checks -----------------------------------------------------------------------------------------------------

check: lint test

lint: build/setup.ok
	@swift format lint --strict --recursive Package.swift Sources Tests

# The stage tests run the programs as users do, in their release build; everything else is tested in debug.
test: build/setup.ok $(addprefix $(BIN)/,$(PROGRAMS))
	@LILT_BIN=$(CURDIR)/$(BIN) swift test --quiet

# The campaigns at full length: Tests/StageTests/Torture. TORTURE=0.1 is a tenth of it.
TORTURE ?= 1
torture: build/setup.ok $(addprefix $(BIN)/,$(PROGRAMS))
	@LILT_TORTURE='$(TORTURE)' LILT_BIN=$(CURDIR)/$(BIN) swift test --quiet --filter 'StageTests\.Torture/'

# What the stages make of a fixture, recorded anew after their revisions were raised: Tests/Fixtures/fingerprints.json.
fingerprints: build/setup.ok $(addprefix $(BIN)/,$(PROGRAMS))
	@LILT_FINGERPRINTS=record LILT_BIN=$(CURDIR)/$(BIN) swift test --quiet --filter FingerprintTests

bench: $(addprefix $(BIN)/,$(PROGRAMS))
	@command -v python3 >/dev/null || { echo "lilt: error: the table of make bench needs python3;" \
	  "$(BIN)/lilt-bench --help says how to time single jobs" >&2; exit 69; }
	@DATA=$(DATA) BIN=$(BIN) Benchmarks/run

# ---- corpora ----------------------------------------------------------------------------------------------------

# Zenodo record 1188976. The download resumes; nothing is unpacked unless its checksum is right.
corpus-ravdess:      ZIP := Audio_Speech_Actors_01-24.zip
corpus-ravdess:      MD5 := bc696df654c87fed845eb13823edef8a
corpus-ravdess-song: ZIP := Audio_Song_Actors_01-24.zip
ZENODO ?= https://zenodo.org/records/1188976/files

.PHONY: corpus-ravdess corpus-ravdess-song
corpus-ravdess corpus-ravdess-song:
	@mkdir -p $(DATA)/ravdess build/downloads
	@$(WHOLE) 2>/dev/null || { \
	  echo "downloading $(ZIP) into build/downloads" >&2; \
	  curl --fail --location --continue-at - --output $(DOWNLOAD) $(ZENODO)/$(ZIP) || { \
	    echo "lilt: error: cannot download '$(ZIP)'; run the same command again to go on where it stopped" >&2; exit 1; }; \
	  $(WHOLE) || { rm -f $(DOWNLOAD); \
	    echo "lilt: error: cannot use '$(ZIP)': it is not the archive that was asked for; it was removed, try again" >&2; \
	    exit 65; }; }
	@folder=$(DATA)/ravdess/$(basename $(ZIP)); mkdir -p $$folder && unzip -qo $(DOWNLOAD) -d $$folder
	@echo "unpacked $$(find $(DATA)/ravdess -name '*.wav' | wc -l) clips in $(DATA)/ravdess"

# Whether the download is the file that is wanted: by its checksum where one is published, else by the archive's own.
DOWNLOAD = build/downloads/$(ZIP)
WHOLE = $(if $(MD5),echo "$(MD5)  $(DOWNLOAD)" | md5sum --check --status,unzip -tqq $(DOWNLOAD))
