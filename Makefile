# Everything a person does with this tree. Each target makes the environment in .venv first, when it is missing or old.

PORT ?= 8000
.PHONY: setup setup-dev demo video test bench check lint screenshots translations

setup:            ## the environment to run in
	@sh tools/setup.sh runtime

setup-dev:        ## the same, with what tests and checks need
	@sh tools/setup.sh dev

demo: setup       ## the demonstration province on http://127.0.0.1:8000
	@.venv/bin/phoihop demo --port $(PORT)

video:            ## a video server on loopback for the demonstration, until Ctrl-C; says which variables make demo needs
	@sh tools/video.sh run

test: setup-dev   ## every test, on SQLite unless PHOIHOP_DATABASE_URL says otherwise
	@sh tools/test.sh

bench: setup-dev  ## ratios to something named, run beside it
	@.venv/bin/python -m bench

lint: setup-dev   ## style, types, the order of rooms and files
	@sh tools/lint.sh

check:            ## all that a change has to pass
	@.ci/run

screenshots: setup-dev  ## pictures of the running demonstration, for the README
	@.venv/bin/python tools/screenshots.py

translations: setup-dev ## bring the English catalogue up to date with the texts in the program
	@.venv/bin/python tools/translations.py update
