# Two images: `app` runs the wizard, `far-ends` what it talks to in a trial on one machine.
# Node comes with the project itself (npm package `node`), and with it the time-zone data: image and machine run the same one.
# Bases by digest, as the Docker Official Images project has published them (docs/operations.md says how to renew them).
ARG NODE_IMAGE=node:24-bookworm-slim@sha256:235600a8101ab264e117b1768e925532262668dc9b581ef1dd7d96ced463b8e7
ARG DEBIAN_IMAGE=debian:bookworm-slim@sha256:abd67ffcfa541b485a3dff59865ab629aa048a6c613e639d36e7456b0b229241

FROM ${NODE_IMAGE} AS packages
# The one that enforces allowScripts.
RUN npm install --global npm@11.19.1
WORKDIR /srv
COPY package.json package-lock.json .npmrc ./
RUN npm ci

FROM packages AS build
COPY config config
COPY locales locales
COPY public public
COPY views views
COPY src src
RUN npm run build

FROM build AS far-ends
ENV PATH=/srv/node_modules/.bin:$PATH
USER 1000:1000
EXPOSE 1025 3002 4010 4020
CMD ["node", "src/demo/far-ends-main.ts"]

# What the wizard is made of, and no more: no demo, no sources of the browser's files, no development packages.
FROM packages AS carried
# Optional is the compiler of TypeScript alone, of which i18next can take types.
RUN npm prune --omit=dev --omit=optional
COPY config config
COPY locales locales
COPY views views
COPY src src
COPY --from=build /srv/public public
RUN rm -r src/demo src/assets

FROM ${DEBIAN_IMAGE} AS app
# Small, predictable memory: one malloc arena and a heap that is collected before it grows (docs/bench.md).
ENV NODE_ENV=production MALLOC_ARENA_MAX=1 NODE_OPTIONS="--max-semi-space-size=4 --max-old-space-size=160" PATH=/srv/node_modules/.bin:$PATH
WORKDIR /srv
COPY --from=carried /srv .
# A volume for the console's accounts, if it keeps its own, takes over the owner of this folder.
RUN mkdir -m 700 accounts && chown 1000:1000 accounts
USER 1000:1000
EXPOSE 3000 9464
HEALTHCHECK --interval=10s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:9464/readyz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The wizard's young generation is larger: a collection costs it more than the memory (docs/bench.md).
CMD ["node", "--max-semi-space-size=16", "src/main.ts"]
