# `make` or `make help` prints what there is.
.DEFAULT_GOAL := help
.PHONY: help setup build demo demo-clean lab test test-pages test-peers test-release check bench bench-peers bench-scaling lint format docs recipe

DATA ?=
NAME ?=
# Not from the environment, where LANGUAGE means something else.
LANGUAGE := en
SOURCES := Sources Tests Package.swift

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: ## Install the system packages that are missing
	@Scripts/setup.sh

build: setup ## Build the library and the command in release
	swift build -c release

demo: ## Train English to Korean in minutes and show it (DATA=pairs.tsv for your own file)
	@DATA="$(DATA)" Scripts/demo.sh

demo-clean: ## Forget what the demo fetched and trained
	rm -rf demo

lab: build ## Run all lessons and write their pages to lab/ (LANGUAGE=ko for Korean)
	.build/release/seq2seq lab all --output lab --language "$(LANGUAGE)"

test: setup lint check ## Lint, build without warnings, run all tests
	@Scripts/setup.sh recipes
	swift test --skip CommandTests --skip GradientCheckTests/wholeModel
	swift test --skip-build --filter CommandTests
	$(MAKE) --no-print-directory test-pages
	$(MAKE) --no-print-directory test-peers
	$(MAKE) --no-print-directory test-release

# Pages and pictures stay in .build/test-pages, to be looked at.
test-pages: setup ## Open the pages of all lessons in a headless browser (Linux; installs chromium and a font)
	@[ "$$(uname -s)" = Linux ] || { echo "test-pages: Linux only, skipped"; exit 0; }; \
	Scripts/setup.sh pages && rm -rf .build/test-pages && mkdir -p .build/test-pages && \
	SEQ2SEQ_BROWSER=chromium SEQ2SEQ_PAGES="$$PWD/.build/test-pages" \
	  swift test --filter BrowserTests

test-peers: ## Test the comparison with other toolkits, on programs that are made up
	@command -v python3 >/dev/null || { echo "test-peers: there is no python3, skipped"; exit 0; }; \
	cd Benchmarks && python3 -m unittest --buffer test_peers test_scaling

# What only optimized code can get wrong: vector code whose rounding depends on the neighbours. The gradient
# checks of whole models are here alone, because they take ten times as long unoptimized.
test-release: ## Run the tests of the engine and of the promises on optimized code
	swift test -c release -Xswiftc -enable-testing --scratch-path .build/release-tests \
	  --filter 'TensorsTests|ModelParityTests|OperationParityTests|CompanyTests|ReproducibilityTests|ShardedGradientTests|GradientCheckTests'

# A warning in a dependency is not ours to mend, hence the path.
check: setup
	@long=$$(git ls-files '*.swift' '*.c' '*.h' '*.py' '*.sh' | grep -v '\.pb\.swift$$' \
	  | xargs wc -l | awk '$$2 != "total" && $$1 > 400 {print $$2 " has " $$1 " lines"}'); \
	[ -z "$$long" ] || { echo "error: files over 400 lines:"; echo "$$long"; exit 1; }
	@mkdir -p .build
	@swift build --build-tests >.build/check.log 2>&1 || { cat .build/check.log; exit 1; }
	@! grep 'warning:' .build/check.log | grep -v '/\.build/' | grep -E '/(Sources|Tests)/' \
	  || { echo "error: the build has warnings"; exit 1; }

bench: setup ## Measure training, translation and matrix products
	swift run -c release seq2seq benchmark

bench-peers: setup ## Measure beside other toolkits (DATA=Multi30k PRONUNCIATION=SIGMORPHON 2020)
	Scripts/bench-peers.sh "$(DATA)"

bench-scaling: setup ## Measure how training's cost grows with batch, model, vocabulary, sentences and threads
	swift build -c release --product seq2seq
	cd Benchmarks && SEQ2SEQ="$$(cd .. && swift build -c release --show-bin-path)/seq2seq" python3 -m scaling

lint: ## Check the layout of the sources
	swift format lint --strict --recursive --parallel $(SOURCES)

format: ## Lay the sources out
	swift format --in-place --recursive --parallel $(SOURCES)

docs: ## Build the library's reference as web pages
	@rm -rf .build/docs && mkdir -p .build/docs
	swift package dump-symbol-graph --minimum-access-level public --skip-synthesized-members
	@for graph in $$(find .build -path '*/symbolgraph/Seq2Seq*.symbols.json' ! -name '*@*'); do \
	  module=$$(basename "$$graph" .symbols.json); \
	  mkdir -p ".build/docs/$$module" && cp "$${graph%.symbols.json}"*.json ".build/docs/$$module"; \
	  docc convert --additional-symbol-graph-dir ".build/docs/$$module" \
	    --fallback-bundle-identifier "swift-seq2seq.$$module" \
	    --output-path ".build/docs/$$module.doccarchive" || exit 1; \
	done
	docc merge .build/docs/*.doccarchive --synthesized-landing-page-name Seq2Seq \
	  --output-path .build/docs/site
	@echo "The reference is in .build/docs/site; any web server shows it."

recipe: ## Prepare, train and evaluate NAME=dates and so on (variables: Recipes/README.md)
	@DATA="$(DATA)" TRAIN="$(TRAIN)" DEV="$(DEV)" TEST="$(TEST)" EVERYDAY="$(EVERYDAY)" HANJA="$(HANJA)" \
	  PARTS="$(PARTS)" SEED="$(SEED)" SET='$(SET)' SMOKE="$(SMOKE)" Scripts/recipe.sh "$(NAME)"
