# Everything this project can do, one word each. `make help` lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000

POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/test
REDIS_URL ?= redis://127.0.0.1:6379/5
RABBITMQ_URL ?= amqp://guest:guest@127.0.0.1:5672//
PROCESSES ?= 2

.PHONY: help run demo test test-services tests-of-pages tests-in-browser tests-of-jobs tests-of-brokers check format bench acceptance lock messages clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Try: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run: requirements.txt | .venv/bin/python
	@echo "Installing what the portal runs on (once, a minute or two) …"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: .venv/.run ## Install, migrate, load the demo once, start web and worker
	@PORT=$(PORT) $(BIN)/python -m portal.supervisor

demo: .venv/.run ## Load or complete the demo content
	$(BIN)/python manage.py demo

# The tests of pages keep both cores busy; those that kill workers mostly wait: side by side they
# take little longer than alone. Each has its own database, data folder and messages.
SIDE_BY_SIDE := $(MAKE) --no-print-directory -j2 -Oline

test: .venv/.dev ## Run every test, browser included, with nothing but this machine
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest -n $(PROCESSES) -m "not browser and not jobs"
	+$(SIDE_BY_SIDE) tests-in-browser tests-of-jobs

test-services: export DATABASE_URL := $(POSTGRES_URL)
test-services: export BROKER_URL := $(REDIS_URL)
test-services: export CACHE_URL := $(REDIS_URL)
# The same properties, held against fewer worlds the second time: what differs is the database.
test-services: export PROPERTY_EXAMPLES ?= 15
test-services: .venv/.dev ## The same on PostgreSQL and Redis, then the job tests on RabbitMQ
	$(BIN)/python -m tests.services $(POSTGRES_URL) $(REDIS_URL) $(RABBITMQ_URL)
	$(BIN)/python -m tests.browser.chromium
	+$(SIDE_BY_SIDE) tests-of-pages tests-of-brokers

tests-of-pages: .venv/.dev
	$(BIN)/python -m pytest -n $(PROCESSES) -m "not browser and not jobs"
	$(BIN)/python -m pytest -m browser

tests-in-browser: .venv/.dev
	$(BIN)/python -m pytest -m browser

tests-of-jobs: .venv/.dev
	$(BIN)/python -m pytest -m jobs

tests-of-brokers: .venv/.dev
	$(BIN)/python -m pytest -m jobs
	BROKER_URL=$(RABBITMQ_URL) $(BIN)/python -m pytest -m jobs

CHECKED := DEBUG=on SECRET_KEY=check PORTAL_DATA_DIR=.data/check
DEPLOYED := DEBUG=off SECRET_KEY=$$(head -c 50 /dev/urandom | base64 -w0) PORTAL_DATA_DIR=.data/check \
  PORTAL_URL=https://portal.example.org MAIL_FROM=portal@example.org

check: .venv/.dev ## Everything that can be told without running the portal
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(CHECKED) $(BIN)/python manage.py makemigrations --check --dry-run
	$(CHECKED) $(BIN)/python manage.py messages verify
	$(DEPLOYED) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(CHECKED) $(BIN)/mypy .

format: .venv/.dev ## Put the code in its one shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev ## Measure against the peers (FULL=1: the sizes of the budgets)
	$(BIN)/python -m bench

acceptance: .venv/.dev ## Run the importer over a folder with a manifest: make acceptance DATA=folder
	$(BIN)/python -m bench.acceptance $(DATA)

messages: .venv/.run ## Bring locale/ in line with the source
	$(BIN)/python manage.py messages update

lock: .venv/.dev ## Pin what requirements*.in ask for
	$(BIN)/uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --custom-compile-command "make lock" -o requirements.txt requirements.in
	$(BIN)/uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --custom-compile-command "make lock" -o requirements-dev.txt requirements-dev.in

clean: ## Remove what was installed and stored here (the data too)
	rm -rf .venv .data
