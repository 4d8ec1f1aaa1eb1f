# Pleach. `make help` lists the targets.
#
# It needs Go, make and git. What the tests use besides, `make test` installs
# where it may, and otherwise names.

# A clone that another user owns must build too; nothing reads the stamp.
export GOFLAGS := $(strip $(GOFLAGS) -buildvcs=false)

DATA      ?= ./data
FUZZTIME  ?= 10s
BENCHTIME ?= 1s
REQUIRE   ?= chromium,node,axe,postgres

STAGE := sh scripts/stage.sh
TOOL  := go tool -modfile=tools/go.mod

# Packages with code for the browser alone.
JS := $(sort $(patsubst %/,./%,$(dir $(shell find $(wildcard cmd internal) -name '*_js.go') $(wildcard cmd/pleach-web/main.go))))

# What the two programs are made of: everything but tests.
sources = go.mod go.sum $(shell find $(wildcard $(1)) -name dist -prune -o -name testdata -prune \
	-o -type f -not -name '*_test.go' -not -name '*.templ' -print)
WEB_SOURCES := $(call sources,cmd/pleach-web dyad seal wire third_party \
	$(addprefix internal/,bond browser client content remote replica rooms screens webclient))
SOURCES     := $(call sources,cmd dyad seal wire third_party internal)
WEB := bin/.web

.DEFAULT_GOAL := help
.PHONY: models test-long help run serve build web test need lint fmt vet staticcheck templ vuln gotest \
	generate bench bench-engine bench-server study-validation screenshots fuzz reproducible clean FORCE

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

run: build ## the sample couple, in memory; prints its address
	bin/pleach demo

serve: build ## the real thing, with its data in ./data (DATA=folder)
	bin/pleach serve --data $(DATA)

build: bin/pleach ## bin/pleach, with the web client inside

web: $(WEB) ## the web client alone, into internal/webclient/dist

# Without cgo, so that a C compiler that is here or is not changes no byte.
bin/pleach: $(WEB) $(SOURCES)
	CGO_ENABLED=0 go build -trimpath -o $@ ./cmd/pleach

$(WEB): $(WEB_SOURCES) $(if $(wildcard internal/webclient/dist/index.html),,FORCE)
	go run ./internal/webclient/build
	@mkdir -p $(@D) && touch $@

test: ## everything: linters, then all tests, in Chromium and node too
	@$(STAGE) tools sh scripts/need.sh
	@$(STAGE) web $(MAKE) --no-print-directory web
	@$(MAKE) --no-print-directory lint
	@STAGE_QUIET=1 PLEACH_REQUIRE=$(REQUIRE) $(STAGE) test sh scripts/gotest.sh

test-long: ## ten thousand power cuts, and a crowd in two thousand more: some minutes
	PLEACH_POWER_CUTS=10000 go test -v -count=1 -timeout 60m -run 'PowerCuts' ./internal/relay/sqlite

models: ## the protocol's models in a larger scope: some minutes
	PLEACH_MODELS=large go test -v -count=1 -timeout 30m ./internal/model

lint: fmt vet staticcheck templ vuln ## gofmt, vet, staticcheck, generated files, known vulnerabilities

fmt:
	@$(STAGE) gofmt sh scripts/gofmt.sh

vet:
	@$(STAGE) vet go vet ./...
	@GOOS=js GOARCH=wasm $(STAGE) "vet for the browser" go vet $(JS)

staticcheck:
	@$(STAGE) staticcheck $(TOOL) staticcheck ./...
	@GOOS=js GOARCH=wasm $(STAGE) "staticcheck for the browser" $$($(TOOL) -n staticcheck) $(JS)

templ:
	@$(STAGE) "generated files" go test -count=1 -run 'TestGenerated' ./internal/archtest

vuln:
	@$(STAGE) govulncheck sh scripts/vulncheck.sh

generate: ## write the Go files that templ makes from *.templ
	$(TOOL) templ generate -path internal/screens

bench: $(WEB) ## the numbers we promise: speed, sizes, start in Chromium
	go test -run '^$$' -bench . -benchtime $(BENCHTIME) -benchmem ./...
	@BENCHTIME=$(BENCHTIME) sh scripts/wasmbench.sh
	@if [ -d internal/webclient/measure ]; then go run ./internal/webclient/measure; fi

study-validation: ## what the engine's intervals are worth, by simulation, into docs/engine-validation.md
	@mkdir -p bin
	go run ./dyad/internal/validation >bin/engine-validation.md
	mv bin/engine-validation.md docs/engine-validation.md

bench-engine: ## the statistics engine beside R and Python (UPDATE=1 writes docs/engine-benchmark.md)
	@sh scripts/engine/bench.sh

bench-server: build ## the server beside floors and other servers, into docs/performance.md (ten minutes)
	@sh scripts/bench-server.sh

screenshots: $(WEB) ## every screen at three widths, light and dark, into screenshots/
	go run ./internal/screenshots screenshots

fuzz: ## every fuzz target for a moment (FUZZTIME=10s each)
	@sh scripts/fuzz.sh $(FUZZTIME)

reproducible: ## build twice, in two folders, and compare the bytes (minutes)
	@bash scripts/reproducible.sh

clean: ## remove what was built
	rm -rf bin screenshots
	find internal/webclient/dist -mindepth 1 -not -name '.*' -delete 2>/dev/null || true
