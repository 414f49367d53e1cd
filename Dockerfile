# The explorer's pages.
FROM node:24.11-slim AS explorer
WORKDIR /src/api/explorer
COPY api/explorer/package.json api/explorer/package-lock.json api/explorer/.npmrc ./
RUN npm ci --omit=dev
COPY api/schema.graphql /src/api/schema.graphql
COPY api/explorer ./
RUN npm run build

# The wheel with them, and an environment with it and what it needs, every version and hash from the lock file.
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.lock ./
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN pip wheel --require-hashes --no-deps --requirement requirements.lock --wheel-dir /wheels
COPY pyproject.toml README.md LICENSE citegraph.py ./
COPY graph graph
COPY loaders loaders
COPY api api
COPY --from=explorer /src/api/static api/static
RUN pip install --no-index --find-links /wheels hatchling \
 && pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
 && python -m venv /opt/citegraph \
 && /opt/citegraph/bin/pip install --no-index --find-links /wheels /dist/*.whl

FROM python:3.13-slim
COPY --from=build /opt/citegraph /opt/citegraph
ENV PATH=/opt/citegraph/bin:$PATH PYTHONUNBUFFERED=1
RUN useradd --uid 10001 --create-home citegraph
USER citegraph
WORKDIR /home/citegraph
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=4 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=8)"]
CMD ["citegraph", "serve", "--host", "0.0.0.0"]
