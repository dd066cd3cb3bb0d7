# Two commands matter: `make run` and `make test`. Everything they need, they fetch.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run test check docs journey pictures bench attack build migration setup audit lock relock clean

help: ## Say what can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' Makefile

run: ## Set everything up and serve the demonstration on 127.0.0.1:8000
	@.ci/setup run && exec .ci/serve

test: ## Set the test tools up and run everything, as continuous integration does
	@.ci/setup test && exec .ci/test

check: ## Run the fast part only: lint, types, spelling, quick tests
	@.ci/setup check && exec .ci/check

docs: ## Write the tables of the pages that follow from the code
	@.ci/setup check && .venv/bin/python -m tests.house.docs

journey: ## Take one case through a real browser: make journey CASE=FILE
	@test -n "$(CASE)" || { echo "Say which case: make journey CASE=FILE" >&2; exit 1; }
	@.ci/setup test && exec .venv/bin/python -m tests.journeys.run_case "$(CASE)"

pictures: ## Take the pictures of README.md again in a real browser
	@.ci/setup test && exec .venv/bin/python -m tests.journeys.make_pictures

bench: ## Measure pages per second and the PDF, and write the results down
	@.ci/setup bench && exec .venv/bin/python -m tests.bench

attack: ## Attack the service in every listed way, some forty minutes long: make attack OUTPUT=FILE
	@.ci/setup test && exec .venv/bin/python -m tests.attack $(if $(OUTPUT),--output "$(OUTPUT)")

build: ## Make the wheel and the source archive in dist/
	@.ci/setup build && exec .venv/bin/python -m hatchling build --clean

migration: ## Draft a migration from the models: make migration NAME="add a column for …"
	@.ci/setup check && .venv/bin/python -m eia_app.storage.new_migration "$(NAME)"

setup: ## Set everything up for work on the code, and stop
	@.ci/setup check

audit: ## Ask whether a locked package has a known weakness (needs the network)
	@.ci/setup check && .venv/bin/pip-audit --disable-pip --requirement requirements.txt

lock: ## Write the lock files again with the newest versions allowed
	@.ci/lock

relock: ## Write the lock files again after a change of what is needed, keeping the other versions
	@.ci/lock --keep

clean: ## Remove what was built and fetched; the demonstration's data in var/ stays
	@rm -rf .venv .venv-node .build node_modules static/built dist
