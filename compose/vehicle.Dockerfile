# An edge agent, as one file without a runtime. From the repository's folder: docker build -f compose/vehicle.Dockerfile .
ARG BASE=ubuntu:26.04

FROM ${BASE} AS build
RUN apt-get update && apt-get install -y --no-install-recommends dotnet-sdk-10.0 dotnet-sdk-aot-10.0 gcc libc6-dev zlib1g-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN edge/publish linux-x64 /app

FROM ${BASE}
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
 && useradd --system --home-dir /var/lib/autovalley-edge --create-home autovalley
COPY --from=build /app /opt/autovalley-edge
COPY src/AutoValley.Server/Demo/test-ground.geojson /usr/share/autovalley/test-ground.geojson
USER autovalley
VOLUME /var/lib/autovalley-edge
ENTRYPOINT ["/opt/autovalley-edge/autovalley-edge"]
CMD ["run", "--config", "/etc/autovalley/agent.json"]
