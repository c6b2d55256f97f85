# The registry's commands; `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/sh
export PORT
export PIP_DISABLE_PIP_VERSION_CHECK := 1
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# A step of `make test`: its name, its command; prints how long it took.
define step
	@echo "== $(1)"; from=$$(date +%s); $(2) || exit 1; echo "   $$(( $$(date +%s) - from )) s"
endef

# Install a lock if it is not the one installed last. $(1): runtime or dev.
define install
	@if ! cmp -s requirements/$(1).txt $(VENV)/installed-$(1).txt; then \
		echo "正在安装依赖 (installing requirements/$(1).txt)……"; \
		$(BIN)/python -m pip install --quiet --require-hashes -r requirements/$(1).txt \
			&& cp requirements/$(1).txt $(VENV)/installed-$(1).txt; \
	fi
endef

.PHONY: help
help: ## these lines
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.PHONY: run
run: setup ## set up, load and serve on 127.0.0.1:8000 (PORT=… to change)
	@exec $(BIN)/python -m registry.serve

.PHONY: setup
setup: $(BIN)/python ## the virtual environment with the pinned packages
	$(call install,runtime)

.PHONY: setup-dev
setup-dev: $(BIN)/python
	$(call install,dev)

# Made anew when the Python it was made with is gone.
$(BIN)/python: check-python
	@$@ -c pass 2>/dev/null || { rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); }

.PHONY: check-python
check-python:
	@$(BIN)/python -c pass 2>/dev/null || { \
		$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
			echo "需要 Python 3.11 或更新版本，请先安装，或用 PYTHON=… 指明。(Python 3.11 or newer is required: install it, or name it with PYTHON=…)" >&2; exit 1; }; \
		$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
			echo "这个 Python 缺少 venv 模块，请先安装（Debian、Ubuntu：apt-get install python3-venv）。(this Python has no venv module: install it, on Debian and Ubuntu with: apt-get install python3-venv)" >&2; exit 1; }; }

.PHONY: test
test: export REGISTRY_ENV := test
test: export DATABASE_URL :=
test: setup-dev ## everything that must hold
	$(call step,format,$(BIN)/ruff format --check --quiet .)
	$(call step,lint,$(BIN)/ruff check --quiet .)
	$(call step,types,$(BIN)/mypy)
	$(call step,import direction,$(BIN)/lint-imports --no-logo)
	$(call step,migrations,$(BIN)/python manage.py makemigrations --check --dry-run)
	$(call step,translations,$(BIN)/python manage.py messages --check)
	@$(MAKE) test-both

# Pages are tested on the embedded server only: what they show comes from querysets, services and
# REST, which are tested on every PostgreSQL server that this machine has.
PAGES := tests/browser tests/meta tests/portal tests/records
NO_PAGES := $(addprefix --ignore=,$(PAGES))

# The pages on one core, everything else on another. They have temporary folders apart: pytest closes
# its own to others when it begins, and the servers of the tests run as another user.
.PHONY: test-both
test-both:
	@echo "== tests"; from=$$(date +%s); log=$$(mktemp); apart=$$(mktemp -d); \
	PYTEST_DEBUG_TEMPROOT="$$apart" $(BIN)/python -m pytest $(PAGES) >"$$log" 2>&1 & pages=$$!; \
	trap 'kill $$pages 2>/dev/null; rm -rf "$$log" "$$apart"' EXIT INT TERM; failed=0; \
	$(BIN)/python -m pytest $(NO_PAGES) || failed=1; \
	[ $$failed = 1 ] || $(MAKE) test-other-versions || failed=1; \
	wait $$pages || failed=1; \
	echo "== tests of pages"; cat "$$log"; echo "   $$(( $$(date +%s) - from )) s"; exit $$failed

.PHONY: test-other-versions
test-other-versions: export REGISTRY_ENV := test
test-other-versions:
	@found=$$($(BIN)/python -m registry.postgres); \
	if [ -n "$$REGISTRY_TEST_POSTGRES_BIN" ]; then \
		echo "== tests ran on REGISTRY_TEST_POSTGRES_BIN only: $$REGISTRY_TEST_POSTGRES_BIN"; \
	elif [ -z "$$found" ]; then \
		echo "== !! NO OTHER POSTGRESQL SERVER ON THIS MACHINE: tested on the embedded version only !!"; \
	else for bin in $$found; do \
		echo "== tests again, with $$bin"; from=$$(date +%s); \
		REGISTRY_TEST_POSTGRES_BIN=$$bin $(BIN)/python -m pytest $(NO_PAGES) || exit 1; \
		echo "   $$(( $$(date +%s) - from )) s"; \
	done; fi

.PHONY: lint
lint: setup-dev ## formatting, lint, types and import direction only
	$(call step,format,$(BIN)/ruff format --check --quiet .)
	$(call step,lint,$(BIN)/ruff check .)
	$(call step,types,$(BIN)/mypy)
	$(call step,import direction,$(BIN)/lint-imports --no-logo)

.PHONY: format
format: setup-dev ## format the sources and mend what can be mended
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

.PHONY: messages
messages: setup-dev ## bring the Chinese catalogue in line with the sources
	@$(BIN)/python manage.py messages

.PHONY: screenshots
screenshots: setup-dev ## take the pictures in docs/ anew (needs Chromium)
	@$(BIN)/python -m tests.browser.screenshots

.PHONY: lock
lock: ## write requirements/*.txt anew from *.in (needs uv)
	@for name in runtime dev; do \
		uv pip compile --no-config --quiet --generate-hashes --universal --python-version 3.11 \
			--no-emit-index-url --no-header --no-annotate \
			requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

.PHONY: clean
clean: ## remove what tests and tools left; the data stays
	@rm -rf var/postgres-test .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.PHONY: reset
reset: ## delete the embedded database with all its data (asks first)
	@printf '将删除 var/postgres 中的全部数据，请输入 yes 确认 (delete all data?): '; read answer; \
	if [ "$$answer" = yes ]; then rm -rf var/postgres; else echo "未删除。(nothing deleted)"; fi
