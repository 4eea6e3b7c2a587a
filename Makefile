# Everything a person does to this house, each by one word. `make help` lists the words.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8000
WIRE ?= pwa/src/wire
export PORT
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The house runs from its source; pip puts no copy of it anywhere.
export PYTHONPATH := $(CURDIR)/server

PY := .venv/bin/python
RUN := .venv/.run
DEV := .venv/.dev
NODE := pwa/node_modules/.installed
FONTS := server/anxun/fonts/NotoSansSC_700Bold.ttf
WEB := server/anxun/web/index.html
WEB_SOURCES := $(shell find pwa/src pwa/public pwa/scripts -type f 2>/dev/null) \
	pwa/index.html pwa/vite.config.ts pwa/package.json $(wildcard pwa/tsconfig*.json)

.PHONY: help demo build dev check test bench wire labels fonts screenshots faults guards format clean

help: ## 有哪些命令 · list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUN) $(WEB) $(FONTS) ## 试用：示例学校，一条命令即可打开 · try it: a running installation with example schools
	$(PY) -m anxun.cli demo $(if $(TLS),--tls)

build: $(RUN) $(WEB) $(FONTS) ## 正式安装：装好依赖，构建应用 · for real: everything `anxun serve` needs

dev: $(DEV) $(NODE) $(FONTS) ## 开发：改了代码立即可见 · develop: server and app, both reload on change
	@trap 'kill 0' EXIT; DATA=.demo $(PY) -m anxun.cli demo & cd pwa && npm run dev

check: $(DEV) $(NODE) $(WEB) ## 静态检查：格式、类型、分层、体积 · everything that can be checked without running it
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	cd pwa && npm run -s lint && npm run -s format:check && npm run -s check && npm run -s arch && npm run -s budget
	rm -rf build/wire
	$(MAKE) --no-print-directory wire WIRE=build/wire
	diff -r build/wire pwa/src/wire -x wire.ts -x moves.ts

test: | machine ## 全部测试：服务器、应用、浏览器，两种数据库 · every test: server, app, browser, on both databases
	$(MAKE) --no-print-directory $(DEV) $(NODE) $(WEB) $(FONTS)
	cd pwa && npm test
	$(PY) -m pytest -n auto --maxprocesses 4 --dist loadgroup

# LONG=0.1 runs a tenth of it.
faults: LONG ?= 1
faults: | machine ## 故障测试：断网、断电、写满、时钟错乱，最后打印结果表 · cuts, kills, full disks and wrong clocks, run for hours; prints the table
	$(MAKE) --no-print-directory $(DEV) $(NODE) $(WEB) $(FONTS)
	rm -f build/faults*.json
	failed=0; \
	(cd pwa && ANXUN_LONG=$(LONG) npx vitest run --reporter=default --reporter=json --outputFile.json=../build/faults-app.json) || failed=1; \
	ANXUN_LONG=$(LONG) $(PY) -m pytest -m 'faults or r' || failed=1; \
	$(PY) -m tests.faults.table || failed=1; \
	exit $$failed

guards: | machine ## 逐一拆掉服务器的每道防线，必须有测试发现 · take each guard of the server out: a test must notice
	$(MAKE) --no-print-directory $(DEV) $(FONTS)
	$(PY) -m tests.guards

bench: | machine ## 测量：每个数都与同一次运行的极限或同类相比 · measure: each figure against a limit or a peer in the same run
	$(MAKE) --no-print-directory $(DEV) $(NODE) $(WEB) $(FONTS)
	cd pwa && npm run -s budget
	$(PY) -m tests.bench

wire: $(DEV) $(NODE) ## 由服务器的定义生成应用的类型 · write the app's types from the server's definitions
	mkdir -p $(WIRE)
	$(PY) -m anxun.app openapi > $(WIRE)/openapi.json
	cp server/anxun/hazards/moves.json server/anxun/points/papers.json server/anxun/problems.json $(WIRE)/
	cd pwa && npx openapi-typescript $(abspath $(WIRE))/openapi.json -o $(abspath $(WIRE))/schema.d.ts

labels: $(RUN) $(FONTS) ## 打印示例学校的二维码标签 · print the example school's QR labels as a PDF
	$(PY) -m anxun.cli labels

fonts: $(FONTS) ## 备好标签用的中文字体 · put the labels' Chinese font in place

screenshots: | machine ## 拍下每个界面 · take a picture of every screen
	$(MAKE) --no-print-directory $(DEV) $(NODE) $(WEB) $(FONTS)
	$(PY) -m tests.e2e.screenshots

format: $(DEV) $(NODE) ## 整理格式 · format what can be formatted
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	cd pwa && npm run -s format

clean: ## 清除生成的文件（不动数据）· remove what was made, never data
	rm -rf .venv build pwa/node_modules pwa/dist server/anxun/web server/anxun/fonts

.PHONY: machine
machine:
	@PYTHON=$(PYTHON) tools/machine test

$(RUN): requirements.lock
	@PYTHON=$(PYTHON) tools/machine run
	[ -x $(PY) ] || $(PYTHON) -m venv .venv
	$(PY) -m pip install -q --require-hashes -r requirements.lock
	touch $@

$(DEV): requirements-dev.lock pyproject.toml | $(RUN)
	$(PY) -m pip install -q --require-hashes -r requirements-dev.lock
	$(PY) -m pip install -q --no-deps --no-build-isolation -e .
	touch $@

$(NODE): pwa/package-lock.json
	@PYTHON=$(PYTHON) tools/machine run
	cd pwa && npm ci --no-audit --no-fund --loglevel=error
	touch $@

$(WEB): $(WEB_SOURCES) | $(NODE)
	cd pwa && npm run -s build -- --logLevel warn && node scripts/publish.mjs dist ../server/anxun/web

$(FONTS): | $(NODE)
	mkdir -p $(@D)
	cp pwa/node_modules/@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf $(@D)/
	cp pwa/node_modules/@expo-google-fonts/noto-sans-sc/LICENSE $(@D)/OFL.txt
	cp pwa/node_modules/@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf $(@D)/
