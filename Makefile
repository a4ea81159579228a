# Everything a developer does has a target here; `make` alone lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python

# The first interpreter that is new enough, unless PYTHON names one.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
	$(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))

# apt-get with the rights it needs, or a message that says what to install by hand. $(call apt_install,packages)
define apt_install
	apt=(apt-get); \
	if ! command -v apt-get >/dev/null; then echo "Please install $(1) and run this again (no apt-get here)." >&2; exit 1; fi; \
	if [ "$$(id -u)" -ne 0 ]; then \
		if ! command -v sudo >/dev/null; then echo "Please install $(1) and run this again (needs root or sudo)." >&2; exit 1; fi; \
		apt=(sudo apt-get); \
	fi; \
	echo "Installing $(1) from the system's packages"; \
	"$${apt[@]}" update -qq && "$${apt[@]}" install -y -qq --no-install-recommends $(1) >/dev/null \
		|| { echo "Could not install $(1). Please install it by hand and run this again." >&2; exit 1; }
endef

# uv when there is one, because it is quicker; pip otherwise. Both check every hash. $(call pip_install,file)
define pip_install
	if command -v uv >/dev/null; then \
		uv pip install --quiet --python $(PY) --require-hashes -r $(1); \
	else \
		$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); \
	fi
endef

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/.created:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed; none was found on the PATH." >&2; exit 1; }
	@rm -rf $(VENV)
	@if command -v uv >/dev/null; then \
		uv venv --quiet --seed --python "$(PYTHON)" $(VENV); \
	else \
		$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(call apt_install,python3-venv); }; \
		$(PYTHON) -m venv $(VENV); \
	fi
	@touch $@

$(VENV)/.runtime: requirements.txt | $(VENV)/.created
	@echo "Installing what the dashboard needs"
	@$(call pip_install,requirements.txt)
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/.created
	@echo "Installing what the dashboard and its tests need"
	@$(call pip_install,requirements-dev.txt)
	@touch $@ $(VENV)/.runtime

.PHONY: setup
setup: $(VENV)/.dev ## Make .venv with everything needed to develop and test

# Playwright's driver links against libatomic, which a bare Debian is without; so it is started, not just looked for.
.PHONY: browser
browser: $(VENV)/.dev
	@{ command -v chromium && $(PY) -m playwright --version; } >/dev/null 2>&1 \
		|| { $(call apt_install,chromium fonts-dejavu-core libatomic1); }

# Tests of several servers put it in front of them, on a port of its own; Debian's may start one on port 80, too.
.PHONY: proxy
proxy:
	@PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null || { $(call apt_install,nginx); }

# The demo has a database file of its own; it must never write to one that happens to be named in the environment.
DEMO_MANAGE := env -u DATABASE_URL DEMO=1 DJANGO_RUNSERVER_HIDE_WARNING=true $(PY) manage.py

# The worker beside the server is started anew when it ends, so that what it was at is taken up again. Both end with the
# server, or with Ctrl-C or TERM.
define keep_working
	(trap 'kill $$! 2>/dev/null; wait; exit 0' TERM; while :; do $(DEMO_MANAGE) worker & wait $$! || sleep 1; done)
endef

.PHONY: demo
demo: $(VENV)/.runtime ## Fill a demonstration and serve it on http://127.0.0.1:8000 (PORT=... for another port)
	@$(DEMO_MANAGE) migrate --verbosity 0
	@$(DEMO_MANAGE) load_demo
	@trap 'trap - EXIT; kill $$(jobs -p) 2>/dev/null || true; wait' EXIT; \
	trap 'exit 0' INT TERM; \
	$(keep_working) & \
	$(DEMO_MANAGE) runserver --noreload $(HOST):$(PORT) & \
	wait $$!

.PHONY: lint
lint: $(VENV)/.dev ## Check style, imports, the compose file and that no migration is missing
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(VENV)/bin/lint-imports --no-logo
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	DEMO=1 DATA_DIR=build/data DATABASE_URL=sqlite://:memory: $(PY) manage.py makemigrations --check --dry-run

.PHONY: format
format: $(VENV)/.dev ## Put the code in order
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

# How accessible a page is doesn't depend on the database: those journeys aren't gone through twice. Tests start some
# hundred processes, which would compile the same modules again and again where Python is told to keep nothing of it.
.PHONY: test
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.dev browser proxy lint ## Run every check and test on PostgreSQL, and the journeys and races on SQLite too
	$(PY) -m pytest -n auto --dist worksteal
	DATABASE_URL=sqlite://:memory: $(PY) -m pytest -n auto --dist worksteal -k "not violation and not axe" tests/journeys tests/importers/test_races.py

.PHONY: test-full
test-full: export EVERYTHING := 1
test-full: test ## The same, with every case where `make test` takes a sample: statements to kill a commit at, numbers to damage

# Its own PostgreSQL, or the one that DATABASE_URL names; every server that it starts is ended again.
.PHONY: bench
bench: $(VENV)/.dev browser ## Measure speed against floors of the same run (BENCH=full takes all sizes and its time)
	@$(PY) -m tests.bench

.PHONY: requirements
requirements: ## Pin the requirements again with their hashes (UPGRADE=--upgrade for newer versions)
	@uv=$$(command -v uv) || { $(PYTHON) -m venv build/uv && build/uv/bin/pip install --quiet uv; uv=build/uv/bin/uv; }; \
	compile=("$$uv" pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		--no-emit-index-url --custom-compile-command "make requirements" $(UPGRADE) pyproject.toml); \
	"$${compile[@]}" --output-file requirements.txt; \
	"$${compile[@]}" --group dev --constraints requirements.txt --output-file requirements-dev.txt
