# Two images: `app` runs the wizard, `far-ends` what it talks to in a trial on one machine.
# Node 24 comes with the project itself (npm package `node`), so that image and machine run the same one.
FROM node:24-bookworm-slim AS build
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM build AS far-ends
USER node
EXPOSE 1025 3002 4010 4020
CMD ["node", "src/demo/far-ends-main.ts"]

FROM node:24-bookworm-slim AS app
# Small, predictable memory: one malloc arena and a heap that is collected before it grows (docs/bench.md).
ENV NODE_ENV=production MALLOC_ARENA_MAX=1 NODE_OPTIONS="--max-semi-space-size=4 --max-old-space-size=160"
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY config config
COPY locales locales
COPY views views
COPY src src
COPY --from=build /srv/public public
USER node
EXPOSE 3000 9464
HEALTHCHECK --interval=10s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:9464/readyz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
