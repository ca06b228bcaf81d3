# Everything is made from here. `make help` says what there is.
# Needs Python 3.12 or newer and a network; all else (Node.js too) is installed into .venv and node_modules.

# The first of these that runs, is new enough and can make an environment. Another one: make PYTHON=/path/to/python
NEW_ENOUGH := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 12))
PYTHON ?= $(shell for python in python3.13 python3.14 python3.12 python3 python \
	$(HOME)/.pyenv/versions/3.13*/bin/python3 $(HOME)/.pyenv/versions/3.1[2-9]*/bin/python3 \
	$(HOME)/.local/bin/python3.1[2-9] /usr/local/bin/python3.1[2-9] /opt/homebrew/bin/python3.1[2-9]; do \
	"$$python" -c '$(NEW_ENOUGH)' 2>/dev/null && { echo "$$python"; break; }; done)

export PATH := $(CURDIR)/.venv/bin:$(PATH)
# npm trusts the certificates that this machine trusts, those of a company's network included.
export NODE_USE_SYSTEM_CA := 1
# Silences Material's notice on MkDocs 2; CONTRIBUTING.md says what we do about it.
export NO_MKDOCS_2_WARNING := 1

# What the runtime and the site are made from. Folders of docs/ count, so that a removed page does too.
CALCULATOR := $(shell find calculator -type f -not -path '*/__pycache__/*')
RUNTIME := $(CALCULATOR) $(wildcard runtime/*.py runtime/*.json runtime/compile.mjs) hatch_build.py pyproject.toml
SITE := $(CALCULATOR) mkdocs.yml tests/calculator/cases/published.json \
	$(shell find docs; find overrides deploy runtime -type f -not -path '*/__pycache__/*')

LOCK := build/uv/bin/uv pip compile --quiet --system-certs --universal --python-version 3.12 --generate-hashes --no-header

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve test build runtime-packed write article links check prove bench requirements FORCE

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

serve: build ## build, then serve the site and its votes (PRORATA_PORT, PRORATA_DATA)
	@exec .venv/bin/python -m feedback serve

# Two sites are tested: that whose pages start Python from its files, and that of the image.
test: export PRORATA_RUNTIME := floor
test: build build/packed-site/index.html build/.tools ## run every test: rules, build, service, real browser
	.venv/bin/python -m pytest --numprocesses=auto --dist=loadfile --ignore=tests/feedback --ignore=tests/browser
	.venv/bin/python -m pytest --numprocesses=auto --dist=loadfile tests/feedback
	.venv/bin/python -m pytest --numprocesses=auto --dist=loadfile tests/feedback --store=postgresql
	.venv/bin/python -m pytest --numprocesses=auto tests/browser --sample
	.venv/bin/python -m pytest --numprocesses=auto tests/browser --sample -m journey --browser=firefox

build: site/index.html ## build site/, complete on any static host (PRORATA_SITE_URL, PRORATA_RUNTIME)

runtime-packed: build/packed/current.json ## make the image of Python's memory that the next build starts pages from

write: build/runtime/current.json ## serve the pages alone, built again at every change (PRORATA_PORT)
	@PRORATA_OFFLINE=false PRORATA_WRITING=true exec .venv/bin/python -m mkdocs serve --dev-addr "127.0.0.1:$${PRORATA_PORT:-8000}" \
		--watch-theme --watch calculator --watch overrides --watch tests/calculator/cases

article: .venv/.done ## start an article in both languages (NAME=guides/move-a-key TYPE=how-to)
	@.venv/bin/python -m authors.article "$(NAME)" "$(TYPE)"

links: .venv/.done ## ask every external address that articles link to, from your network
	@.venv/bin/python -m authors.links

check: .venv/.done node_modules/.done ## check format, lint and types
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/python -m mypy
	node_modules/.bin/tsc --noEmit
	node_modules/.bin/tsc --noEmit --project overrides/assets/javascripts/service-worker

prove: build build/.tools .venv/.prove ## run the full counts, results in build/prove/ (PART=fuzz; tests/prove says which)
	@.venv/bin/python -m tests.prove $(PART)

bench: build build/.tools ## measure calculator and page beside what others do, results in build/bench/ (PART=start)
	@.venv/bin/python -m bench $(PART)

requirements: .venv/.done ## write requirements.txt and requirements-prove.txt anew from what is beside them
	@.venv/bin/python -m venv build/uv
	@build/uv/bin/python -m pip install --quiet uv
	$(LOCK) requirements.in pyproject.toml --output-file requirements.txt
	$(LOCK) requirements-prove.in --output-file requirements-prove.txt

# Each step of the set-up leaves a file behind, so that it is done once.

.venv/.done: requirements.txt
	@test -n "$(PYTHON)" && "$(PYTHON)" -c '$(NEW_ENOUGH)' || { \
		echo "Prorata needs Python 3.12 or newer with its venv module; $(or $(PYTHON),no Python found here) will not do."; \
		echo "Install one (Debian, Ubuntu: python3 and python3-venv), or say where it is:"; \
		echo "    make $(MAKECMDGOALS) PYTHON=/path/to/python3.13"; exit 1; }
	"$(PYTHON)" -m venv --clear .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.prove: requirements-prove.txt .venv/.done
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-prove.txt
	@touch $@

node_modules/.done: package.json package-lock.json .npmrc .venv/.done
	.venv/bin/npm ci --loglevel=error
	@touch $@

# The system's Chromium, else Playwright's own, else the distribution's package. All others come from the
# distribution alone; tests that want one of them say so and are skipped without.
PACKAGES := firefox-esr webkit2gtk-driver xvfb grammalecte-cli postgresql
build/.tools: .venv/.done
	@mkdir -p build
	@command -v chromium || command -v chromium-browser || command -v google-chrome \
		|| { .venv/bin/python -m playwright install chromium \
			&& { test "$$(id -u)" != 0 || .venv/bin/python -m playwright install-deps chromium; }; } \
		|| { test "$$(id -u)" = 0 && apt-get update -q && apt-get install -yq --no-install-recommends chromium; } \
		|| { echo "The tests need Chromium: install it, then run make test again."; exit 1; }
	@{ command -v firefox-esr || command -v firefox; } && command -v WebKitWebDriver && command -v Xvfb \
		&& command -v grammalecte-cli && { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } \
		|| { test "$$(id -u)" = 0 && apt-get update -q && apt-get install -yq --no-install-recommends $(PACKAGES); } \
		|| echo "Tests that want one of these are skipped without it: $(PACKAGES)"
	@touch $@

build/runtime/current.json: node_modules/.done $(RUNTIME)
	.venv/bin/python -m runtime.pack

# The image is made when asked for: it takes half a minute more, and a site is whole without it.
PACKED := $(wildcard runtime/packed/*) tests/runtime/every-path.json overrides/assets/javascripts/worker/packed.js
build/packed/current.json: build/runtime/current.json $(PACKED)
	.venv/bin/python -m runtime.packed

build/packed-site/index.html: build/packed/current.json $(SITE)
	PRORATA_RUNTIME=packed .venv/bin/python -m mkdocs build --site-dir build/packed-site
	@touch $@

# What the environment says is written into every page: another address makes another site.
SETTINGS = $(PRORATA_SITE_URL) $(PRORATA_OFFLINE) $(PRORATA_RUNTIME) $(wildcard build/packed/current.json)
build/.settings: FORCE
	@mkdir -p build
	@echo "$(SETTINGS)" | cmp -s - $@ || echo "$(SETTINGS)" > $@

site/index.html: build/runtime/current.json build/.settings $(SITE)
	.venv/bin/python -m mkdocs build
	.venv/bin/python -m runtime.compressed site
	@touch $@
