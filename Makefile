# Lilt: from folders of clips to tensors, models and reports. `make help` lists what there is to make.
#
# Make knows which file is made from which; the rules for a recipe's files are written by lilt-recipe into
# build/recipes/NAME.mk and included below. What changes when:
#   a source file's bytes  -> swift build; a program in build/bin is replaced only if its own bytes change
#   a recipe               -> its settings files, each replaced only if its bytes change
#   a clip in a corpus     -> that corpus's list of files, then one row in every stage (the stages reuse the others)
#
# What people name (folders, files, goals) is data: it reaches the shell quoted, and Make as a value and never as its text.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

DATA   ?= data
PREFIX ?= /usr/local
SPLIT  ?= honest
ZENODO ?= https://zenodo.org/records/1188976/files
# A tenth of the long campaigns: TORTURE=0.1.
TORTURE ?= 1
ifndef JOBS
JOBS := $(shell nproc)
endif
BIN    := build/bin

# What is given on the command line or in the environment, taken as it is: Make would expand a $$ in it once more.
$(foreach name,DATA JOBS PREFIX DESTDIR TARGET A B RECIPE SPEC SPLIT FULL TORTURE ZENODO,$(if $(filter \
  undefined,$(origin $(name))),,$(eval override $(name) := $$(value $(name)))))

# OpenMP's threads spin for 8 ms when they wait for each other, which halves the speed of anything that runs beside them;
# a quarter of a millisecond loses nothing when nothing does.
export GOMP_SPINCOUNT ?= 10000

PROGRAMS := $(patsubst Sources/Programs/%/,%,$(sort $(dir $(wildcard Sources/Programs/lilt*/*.swift))))

# One instruction set for C macros and Swift alike; fused multiply-add and 256-bit vectors need it named.
MARCH ?= $(if $(filter x86_64,$(shell uname -m)),x86-64-v3)
SWIFT_FLAGS := -c release -debug-info-format none $(if $(MARCH),-Xcc -march=$(MARCH)) -Xlinker --build-id=none

# A text as one word for the shell; in a recipe, a line end within it would end the command.
define newline


endef
quote = '$(subst $(newline),'$$'\n'',$(subst ','\'',$(1)))'
# The words of the rules. A path that begins with - is not an option.
data := $(call quote,$(if $(filter -%,$(firstword $(DATA))),./)$(DATA))
jobs := $(call quote,$(JOBS))

# ---- what is asked for ------------------------------------------------------------------------------------------

ASKED_GOALS := $(or $(MAKECMDGOALS),demo)

# One make at a time in this folder, but for goals that write nothing; the makes below this one belong to it. While another
# is at work, 'make why' tells what that one has not made yet.
ifneq "$(value LILT_LOCK)" "$(CURDIR)"
ifneq "$(filter-out help $(if $(wildcard $(BIN)/lilt-recipe),list),$(ASKED_GOALS))" ""
$(shell Scripts/lock "$$PPID" $(if $(filter why,$(ASKED_GOALS)),--try))
ifeq "$(.SHELLSTATUS)" "75"
FROZEN := 1
else ifneq "$(.SHELLSTATUS)" "0"
$(error lilt: error: cannot lock this folder)
endif
endif
endif
export LILT_LOCK := $(CURDIR)

# What 'make verify' removes is made by the goals behind it.
ifneq "$(filter verify,$(ASKED_GOALS))" ""
.NOTPARALLEL:
endif

GOAL_NAMES := demo all list help check check-all lint test torture fingerprints docs bench clean distclean prune verify install setup why \
  compare search corpus-ravdess corpus-ravdess-song FORCE

# A recipe's name is a goal and a folder, so it is made of characters that mean themselves to Make and to the shell, and is
# no other goal's; 'make list' shows those that are refused.
RECIPES := $(filter-out $(filter-out demo,$(GOAL_NAMES)),$(sort $(shell LC_ALL=C; shopt -s nullglob; \
  [ ! -d pipelines ] || cd pipelines; for file in *.json5; do name=$${file%.json5}; \
  ! [[ $$name =~ ^[A-Za-z0-9_][A-Za-z0-9._+-]*$$ ]] || echo "$$name"; done)))

.PHONY: $(GOAL_NAMES) $(RECIPES)

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
#? make verify       read every value of every file in build/, remove what is damaged; 'make verify NAME' makes NAME then
#? make check        lint and run every test
#? make check-all    the same, with the tests that need Python, which it installs under build/, and those that need mounts
#? make torture      run the long campaigns: kills, mutated files and recipes, hostile sounds (hours; TORTURE=0.1: a tenth)
#? make docs         write docs/settings.md, all keys of a recipe, anew
#? make bench        time the hot paths, beside librosa and PyTorch where they are installed
#? make why TARGET=build/NAME/report.html   say what is out of date and why, without making it
#? make prune        remove stored files that no recipe leads to any more
#? make clean        remove build/ (corpora in data/ stay)
#? make install PREFIX=/usr/local   programs, manual pages and completion; the programs need no Swift on the machine
#?
#? Variables: DATA=data (corpora), JOBS=processors, PREFIX, FULL=1 (see 'make all').

# Nothing is built for a list where there is a program to make it.
list: $(if $(wildcard $(BIN)/lilt-recipe),,$(BIN)/lilt-recipe) ; @$(BIN)/lilt-recipe --list --data $(data) $(RECIPES)

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
	@find Sources Scripts Package.swift Makefile -type f ! -name '*.md' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum > $@.tmp
	@cmp -s $@.tmp $@ && rm $@.tmp || mv $@.tmp $@

build/programs.ok: build/sources.sum | build/setup.ok
	@swift build $(SWIFT_FLAGS) --quiet 2>&1 | sed '/^\[/d' >&2
	@mkdir -p $(BIN)
	@from=$$(swift build $(SWIFT_FLAGS) --show-bin-path); for name in $(PROGRAMS); do \
	  cmp -s "$$from/$$name" $(BIN)/$$name || { cp "$$from/$$name" $(BIN)/$$name.tmp; mv $(BIN)/$$name.tmp $(BIN)/$$name; }; done
	@touch $@

# The empty recipe makes Make look at the program's own time, which changes only with its bytes.
$(addprefix $(BIN)/,$(PROGRAMS)): $(if $(FROZEN),,build/programs.ok) ;
.PRECIOUS: $(BIN)/%

# ---- recipes ----------------------------------------------------------------------------------------------------

build/recipes/%.mk: pipelines/%.json5 $(BIN)/lilt-recipe
	@$(BIN)/lilt-recipe --build build --output $@ $<

# A corpus is known by its list of files: path, size and time of each. Its tables may lie beside it.
build/corpora/%.files: $(NEWS)
	@corpus=$(call quote,$*); [ -d $(data)/"$$corpus" ] || { echo "lilt: error: cannot read corpus $${corpus@Q}: there is no" \
	  "folder" $(data)/"$$corpus; data/README.md says where to get it ('make corpus-$$corpus' where a download is known)" >&2; \
	  exit 65; }
	@mkdir -p $(@D)
	@{ find -L $(data)/$(call quote,$*) -type f -printf '%p %s %T@\n'; \
	  find -L $(data)/ -maxdepth 1 -type f -name '*.csv' -printf '%p %s %T@\n'; } | LC_ALL=C sort > $@.tmp
	@cmp -s $@.tmp $@ && rm $@.tmp || mv $@.tmp $@

# So is a file that a recipe names and people edit, under a name of ours: Make cannot spell every path. The rules set path.
watch = [ -f "$$path" ] || { echo "lilt: error: cannot read $${path@Q}: there is no such file;" \
  "pipelines/$$recipe.json5 names it" >&2; exit 65; }; \
  mkdir -p $(@D); stat --dereference --format='%s %.9Y' -- "$$path" > $@.tmp; \
  cmp -s $@.tmp $@ && rm $@.tmp || mv $@.tmp $@

# Only the recipes that were asked for, by name or by a file in their folder, so that a broken one harms nobody else. A
# file of the store may be anybody's.
GOALS := $(ASKED_GOALS) $(TARGET)
FOLDERS := $(foreach goal,$(GOALS),$(word 2,$(subst /, ,$(goal))))
compared := $(filter $(RECIPES),$(A) $(B))
searched := $(firstword $(filter $(RECIPES),$(RECIPE)))
ASKED := $(sort $(if $(filter all prune,$(GOALS))$(filter store,$(FOLDERS)),$(RECIPES),$(filter \
  $(RECIPES),$(GOALS) $(compared) $(searched) $(FOLDERS))))
RULES := $(ASKED:%=build/recipes/%.mk)
# Where there are no rules yet, very old ones without a word stand in, so that Make does not complain before it makes them.
$(foreach file,$(RULES),$(if $(wildcard $(file)),,$(shell mkdir -p $(dir $(file)) && touch -d @0 $(file))))
include $(RULES)

# The corpora that are there, and the recipes that need no other.
THERE := $(shell LC_ALL=C; shopt -s nullglob; for folder in $(data)/*/; do name=$$(basename "$$folder"); \
  ! [[ $$name =~ ^[a-z0-9-]+$$ ]] || echo "$$name"; done)
READY = $(foreach name,$(RECIPES),$(if $(filter-out $(THERE),$($(name).corpora)),,$(name)))
# Hours long and not asked for: recipes with a quick twin, unless somebody has run them before.
LEFT = $(if $(FULL),,$(strip $(foreach name,$(READY),$(if $(filter $(name)-quick,$(RECIPES)),$(if \
  $(wildcard build/$(name)/evaluation.h5),,$(name))))))
INDEXED = $(filter-out $(LEFT),$(READY))

build/index.html: $(INDEXED:%=build/%/report.html) $(BIN)/lilt-report
	@$(if $(INDEXED),,echo "lilt: error: no recipe's corpora are in" $(data)"; see data/README.md" >&2; exit 65)
	@$(BIN)/lilt-report --index $@ $(if $(wildcard README.md),--readme README.md) $(INDEXED:%=build/%/evaluation.h5)

# make compare A=demo B="other third"
compare: build/compare.html ; @echo "comparison: $<"
build/compare.html: $(compared:%=build/%/evaluation.h5) $(BIN)/lilt-report FORCE
	@[ -n $(call quote,$(A)) ] && [ -n $(call quote,$(B)) ] || { \
	  echo "usage: make compare A=RECIPE B='RECIPE…'" >&2; exit 64; }
	@unknown=$(call quote,$(filter-out $(RECIPES),$(A) $(B))); [ -z "$$unknown" ] || { \
	  echo "lilt: error: cannot compare $${unknown@Q}: there is no such recipe; see 'make list'" >&2; exit 64; }
	@$(BIN)/lilt-report --compare $@ $(foreach name,$(A) $(B),build/$(name)/evaluation.h5)

# make search RECIPE=ravdess-mlp SPEC=pipelines/search/mlp.json5: settings tried on inner folds of one of its splits.
search: $(if $(searched),build/recipes/$(searched).mk) $(BIN)/lilt-train
	@[ -n "$(searched)" ] && [ -n $(call quote,$(SPEC)) ] || { \
	  echo "usage: make search RECIPE=NAME SPEC=FILE.json5 [SPLIT=honest]" >&2; exit 64; }
	@split=$(call quote,$(SPLIT)); stored() { realpath -m --relative-to=. "build/$(searched)/$$1.h5"; }; \
	rows=("$$(stored features)" "$$(stored "splits/$$split")"); $(MAKE) --silent "$${rows[@]}"; models=$$(stored "models/$$split"); \
	$(BIN)/lilt-train --search $(call quote,$(SPEC)) --settings "$${models%h5}json" \
	  --output build/$(searched)/search.h5 --jobs $(jobs) "$${rows[@]}"

# A recipe stands for its report, a link for the file that it leads to.
why: $(foreach name,$(ASKED),$($(name).watched) $(foreach corpus,$($(name).corpora),build/corpora/$(corpus).files))
	@asked=$(call quote,$(TARGET)); [ -n "$$asked" ] || { \
	  echo "usage: make why TARGET=build/NAME/report.html" >&2; exit 64; }; \
	$(if $(FROZEN),echo "another make is at work in this folder; this is what it has not made yet" >&2;) \
	recipe=$${asked#build/}; recipe=$${recipe%%/*}; of=(); case " $(RECIPES) " in *" $$recipe "*) ;; *) \
	  echo "lilt: error: cannot say why $${asked@Q} is made: expected a recipe or a file in its folder; see 'make list'" >&2; \
	  exit 64;; esac; \
	case "$$asked" in "$$recipe") ;; build/*/report.html|build/*/evaluation.h5) of=(--target "$$asked") ;; \
	  *) of=(--target "$$(realpath -m --relative-to=. -- "$$asked")") ;; esac; \
	$(BIN)/lilt-recipe --why --programs $(BIN) "$${of[@]}" "pipelines/$$recipe.json5"

# Files in the store that no recipe leads to any more: earlier settings, deleted recipes.
prune:
	@mkdir -p build/store build/synthetic build/inputs
	@find build/store -mindepth 2 -maxdepth 2 $(foreach file,$(sort $(foreach \
	  name,$(RECIPES),$($(name).files))),! -path '$(file)' ! -path '$(basename $(file)).json' \
	  ! -path '$(basename $(file)).done' ! -path '$(basename $(file))') -print -exec rm -rf {} +
	@find build/synthetic -mindepth 1 -maxdepth 1 $(foreach \
	  root,$(sort $(foreach name,$(RECIPES),$($(name).synthetic))),! -path '$(root)') -print -exec rm -rf {} +
	@find build/inputs -mindepth 1 -maxdepth 1 $(foreach \
	  file,$(sort $(foreach name,$(RECIPES),$($(name).watched))),! -path '$(file)') -print -exec rm -f {} +

# Reads every file that was made and removes what is damaged, so that it is made again.
verify: $(BIN)/lilt-inspect ; @Scripts/verify $(BIN) $(jobs)

# A name that is neither a goal nor a file.
.DEFAULT: ; @goal=$(call quote,$@); echo "lilt: error: cannot make $${goal@Q}: there is no such recipe, goal or file;" \
	  "see 'make list' and 'make help'" >&2; exit 64

# The lock goes last, so that a make that waits for it finds nothing half removed.
clean: ; @[ ! -d build ] || find build -mindepth 1 -maxdepth 1 ! -name .lock -exec rm -rf {} +; rm -f build/.lock; \
	  ! [ -d build ] || rmdir --ignore-fail-on-non-empty build
distclean: clean ; @rm -rf .build

# Linked once more, with Swift's runtime inside, for machines that have the C libraries and no Swift.
STATIC_FLAGS := $(SWIFT_FLAGS) --static-swift-stdlib --scratch-path .build/static
install: build/sources.sum | build/setup.ok
	@swift build $(STATIC_FLAGS) --quiet 2>&1 | sed '/^\[/d; /warning: the use of `mktemp/d' >&2
	@from=$$(swift build $(STATIC_FLAGS) --show-bin-path); to=$(call quote,$(DESTDIR)$(PREFIX)); shells="$$to/share"; \
	  install -d "$$to/bin" "$$shells"/{man/man1,bash-completion/completions,zsh/site-functions,fish/vendor_completions.d} && \
	  for name in $(PROGRAMS); do install -s -m 755 "$$from/$$name" "$$to/bin"; done && \
	  "$$to/bin/lilt" --manual "$$shells/man/man1" && \
	  "$$to/bin/lilt" completion bash > "$$shells/bash-completion/completions/lilt" && \
	  "$$to/bin/lilt" completion zsh > "$$shells/zsh/site-functions/_lilt" && \
	  "$$to/bin/lilt" completion fish > "$$shells/fish/vendor_completions.d/lilt.fish" && \
	  echo "installed $(words $(PROGRAMS)) programs in $$to/bin, with manual pages and completion for bash, zsh and fish"

# ---- checks -----------------------------------------------------------------------------------------------------

check: lint test

lint: build/setup.ok
	@swift format lint --strict --recursive Package.swift Sources Tests

# The stage tests run the programs as users do, in their release build; everything else is tested in debug.
BUILT := build/setup.ok $(addprefix $(BIN)/,$(PROGRAMS))
test: $(BUILT)
	@LILT_BIN=$(call quote,$(CURDIR)/$(BIN)) swift test --quiet

# The tests that 'make check' leaves out where something is missing run as well: those that need Python, under one with the
# packages that Tests/requirements.txt pins, and those that need mounts.
check-all: lint build/python/installed $(BUILT)
	@LILT_BIN=$(call quote,$(CURDIR)/$(BIN)) LILT_PYTHON=$(call quote,$(CURDIR)/build/python/bin/python) Scripts/check-all

build/python/installed: Tests/requirements.txt
	@python3 -c 'import venv, ensurepip' 2>/dev/null || { echo "lilt: error: make check-all needs Python with venv; on" \
	  "Debian: apt-get install python3-venv" >&2; exit 69; }
	@rm -rf $(@D); python3 -m venv $(@D); $(@D)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

# The campaigns at full length: Tests/ProgramTests/Torture.
torture: $(BUILT)
	@LILT_TORTURE=$(call quote,$(TORTURE)) LILT_BIN=$(call quote,$(CURDIR)/$(BIN)) \
	  swift test --quiet --filter 'ProgramTests\.Torture/'

# What the stages make of a fixture, recorded anew after their revisions were raised: Tests/Fixtures/fingerprints.json.
fingerprints: $(BUILT)
	@LILT_FINGERPRINTS=record LILT_BIN=$(call quote,$(CURDIR)/$(BIN)) swift test --quiet --filter FingerprintTests

# What a recipe may say, from the definitions that recipes are checked against.
docs: $(BIN)/lilt-recipe
	@mkdir -p docs; $(BIN)/lilt-recipe --settings-page > build/settings.md && cp build/settings.md docs/settings.md

bench: $(addprefix $(BIN)/,$(PROGRAMS))
	@command -v python3 >/dev/null || { echo "lilt: error: the table of make bench needs python3;" \
	  "$(BIN)/lilt-bench --help says how to time single jobs" >&2; exit 69; }
	@DATA=$(data) BIN=$(BIN) Benchmarks/run

# ---- corpora ----------------------------------------------------------------------------------------------------

# Zenodo record 1188976. The download resumes; nothing is unpacked unless its checksum is right.
corpus-ravdess:      ZIP := Audio_Speech_Actors_01-24.zip
corpus-ravdess:      MD5 := bc696df654c87fed845eb13823edef8a
corpus-ravdess-song: ZIP := Audio_Song_Actors_01-24.zip

corpus-ravdess corpus-ravdess-song:
	@mkdir -p $(data)/ravdess build/downloads
	@$(WHOLE) 2>/dev/null || { \
	  echo "downloading $(ZIP) into build/downloads" >&2; \
	  curl --fail --location --continue-at - --output $(DOWNLOAD) $(call quote,$(ZENODO)/$(ZIP)) || { \
	    echo "lilt: error: cannot download '$(ZIP)'; run the same command again to go on where it stopped" >&2; exit 1; }; \
	  $(WHOLE) || { rm -f $(DOWNLOAD); \
	    echo "lilt: error: cannot use '$(ZIP)': it is not the archive that was asked for; it was removed, try again" >&2; \
	    exit 65; }; }
	@folder=$(data)/ravdess/$(basename $(ZIP)); mkdir -p "$$folder" && unzip -qo $(DOWNLOAD) -d "$$folder"
	@echo "unpacked $$(find $(data)/ravdess -name '*.wav' | wc -l) clips in" $(data)/ravdess

# Whether the download is the file that is wanted: by its checksum where one is published, else by the archive's own.
DOWNLOAD = build/downloads/$(ZIP)
WHOLE = $(if $(MD5),echo $(call quote,$(MD5)  $(DOWNLOAD)) | md5sum --check --status,unzip -tqq $(DOWNLOAD))
