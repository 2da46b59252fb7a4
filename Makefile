# xuefa: every command works on a machine with Python 3.11+, make and git.
# The environment is .venv in this checkout; it is made once and remade when its inputs change.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTS ?= tests
# The first interpreter that is new enough and can make an environment.
FIND_PYTHON = for p in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$p"; exit 0; }; done

.PHONY: help setup demo test check bench lab labextension labextension-check official-wheel official-check schema lock clean

help:
	@echo "make demo   建好环境，跑一遍全流程（虚构数据，写入 demo/）"
	@echo "make test   建好环境，运行全部测试"
	@echo "make lab    打开学员的 JupyterLab（只监听本机，需要口令）；PROFILE=trainer 是命题阅卷界面"
	@echo "make check  ruff、mypy、层次、题目格式"
	@echo "make bench  测速度，写入 build/bench.json"

setup: $(READY)

$(READY): pyproject.toml constraints.txt labextension/overrides.json \
		labextension/jupyter_server_config.json labextension/xuefa-lab/package.json
	@py=$$($(FIND_PYTHON)); \
	if [ -z "$$py" ]; then echo "需要 Python 3.11 或更高版本（含 venv）" >&2; exit 1; fi; \
	echo "正在建立环境 $(VENV)（首次约需一两分钟）……"; \
	[ -x $(BIN)/python ] || "$$py" -m venv $(VENV)
	@PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet \
		--disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(READY)
	@$(BIN)/xuefa demo --out demo

# All tests, then every cell of every lesson (a notebook's cells stay with one worker).
test: $(READY)
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(TESTS)
	@$(BIN)/python -m pytest -n auto --dist loadscope --nbval-lax courses/lessons courses/pages

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_layers.py
	$(BIN)/xuefa bank schema --check
	$(BIN)/xuefa bank check
	$(BIN)/xuefa bank publish-practice --check
	$(BIN)/xuefa lesson check

bench: $(READY)
	@$(BIN)/python -m benchmarks

# For officials; with PROFILE=trainer all of JupyterLab, in the demo's course folder where there is
# one, so that formgrader finds it. Loopback only, behind a token; the address is printed.
# PERSON is the 人员编号 whose study record is kept, below $$XUEFA_HOME (default ~/.xuefa).
PROFILE ?= official
PERSON ?= P00001
lab: $(READY)
	@[ -f demo/trial/sitting.toml ] || $(BIN)/xuefa demo --out demo
	@jupyter="$$PWD/$(BIN)/jupyter"; PATH="$$PWD/$(BIN):$$PATH"; export PATH; \
	XUEFA_PROFILE="$(PROFILE)"; XUEFA_PERSON="$(PERSON)"; export XUEFA_PROFILE XUEFA_PERSON; \
	XUEFA_SITTINGS="$${XUEFA_SITTINGS-$$PWD/demo/trial/sitting.toml}"; export XUEFA_SITTINGS; \
	case "$(PROFILE)" in \
	trainer) [ ! -d demo/course ] || cd demo/course ;; \
	official) mkdir -p build/desk; cd build/desk; closed=--ServerApp.terminals_enabled=False ;; \
	*) echo "PROFILE 只能是 official（学员）或 trainer（命题阅卷）" >&2; exit 2 ;; \
	esac; \
	[ "$$(id -u)" != 0 ] || root=--allow-root; \
	exec "$$jupyter" lab --no-browser --ServerApp.ip=127.0.0.1 --ServerApp.log_level=WARN \
		--ServerApp.identity_provider_class=courses.server.identity.ConfiguredIdentity $$closed $$root

# Maintainers: rebuild the front end (needs node and npm). Users get it as committed.
LAB_BUILD = npm ci --no-update-notifier --loglevel=error && PATH="$$bin:$$PATH" jupyter-builder build .
labextension: $(READY)
	@bin="$$PWD/$(BIN)"; cd labextension && $(LAB_BUILD)

# Is what is committed what the sources give? In a folder of its own, byte for byte.
labextension-check: $(READY)
	@command -v npm >/dev/null || { echo "没有 node 和 npm，跳过前端产物核对"; exit 0; }; \
	bin="$$PWD/$(BIN)"; here="$$PWD/labextension"; there=$$(mktemp -d); \
	trap 'rm -rf "$$there"' EXIT; \
	cp -R "$$here/src" "$$here/style" "$$here/package.json" "$$here/package-lock.json" \
		"$$here/webpack.config.js" "$$here/.npmrc" "$$there" && cd "$$there" && { $(LAB_BUILD); } >build.log 2>&1 \
		|| { cat build.log; exit 1; }; \
	diff -r "$$here/xuefa-lab" "$$there/xuefa-lab" && echo "前端产物与源码一致"

# For the accounts of officials: a wheel without question bank, grading and nbgrader.
official-wheel: $(READY)
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation \
		--wheel-dir dist ./official && echo "已生成 dist/xuefa_official-*.whl"

# Install it as an account of its own would, where no node is to be found, and look what is there.
official-check: official-wheel
	@rm -rf build/official && $(BIN)/python -m venv build/official && there=build/official/bin && \
	PIP_CONSTRAINT=constraints.txt $$there/python -m pip install --quiet \
		--disable-pip-version-check dist/xuefa_official-*.whl && \
	PATH="$$PWD/$$there" $$there/python -I tests/support/official_account.py

schema: $(READY)
	@$(BIN)/xuefa bank schema

# Maintainers: renew the pins (needs uv).
lock:
	uv pip compile --universal --python-version 3.11 --all-extras --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --upgrade pyproject.toml -o constraints.txt

clean:
	rm -rf build dist demo .pytest_cache .mypy_cache .ruff_cache
